import { type FormEvent, type ReactNode, useState } from 'react';
import type { FerryError, Result } from '#app/contract/errors.ts';
import { type FoundInvitation, MIN_PASSWORD_LENGTH } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { FormProblem } from './form-problem.tsx';
import { usePeopleText } from './use-people-text.ts';

/** Name and password of an invited person. */
export function AccountStep({
  found,
  secret,
  onClose,
}: {
  found: FoundInvitation & { server: string };
  secret: string;
  onClose: () => void;
}) {
  const { client } = useRendererStore();
  const { t } = usePeopleText();
  const [name, setName] = useState(found.name);
  const [password, setPassword] = useState('');
  const { server, firm, email, role } = found;
  return (
    <EntryForm
      submit={t('join.accept')}
      isFilled={name.trim() !== '' && password.length >= MIN_PASSWORD_LENGTH}
      send={() => client.redeemInvitation({ server, secret, name, password })}
      onClose={onClose}
    >
      {(isTried) => (
        <>
          <p>{t('join.invites', { firm: firm.name, email, role: t(`settings.role.${role}`) })}</p>
          <p className="form-field__hint selectable">{server}</p>
          <NameInput isTried={isTried} name={name} onChange={setName} />
          <PasswordInput isTried={isTried} password={password} onChange={setPassword} />
        </>
      )}
    </EntryForm>
  );
}

/** The firm and its first owner, on an empty server. */
export function SetUpStep({ server, secret, onClose }: { server: string; secret: string; onClose: () => void }) {
  const { client } = useRendererStore();
  const { t } = usePeopleText();
  const [firmName, setFirmName] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const missing = (isTried: boolean, value: string, text: string) => (isTried && value.trim() === '' ? text : null);
  return (
    <EntryForm
      submit={t('join.setUp')}
      isFilled={[firmName, name, email].every((value) => value.trim() !== '') && password.length >= MIN_PASSWORD_LENGTH}
      send={() => client.setUpFirm({ server, secret, firmName, name, email, password })}
      onClose={onClose}
    >
      {(isTried) => (
        <>
          <p className="form-field__hint selectable">{server}</p>
          <TextInput
            label={t('join.firmName')}
            value={firmName}
            error={missing(isTried, firmName, t('join.fillFirmName'))}
            onChange={(event) => setFirmName(event.target.value)}
            autoFocus
          />
          <NameInput isTried={isTried} name={name} onChange={setName} />
          <TextInput
            label={t('join.email')}
            value={email}
            error={missing(isTried, email, t('join.fillEmail'))}
            onChange={(event) => setEmail(event.target.value)}
            inputMode="email"
            autoComplete="username"
            spellCheck={false}
          />
          <PasswordInput isTried={isTried} password={password} onChange={setPassword} />
        </>
      )}
    </EntryForm>
  );
}

/** Sends once everything is filled in; what the server refuses is shown, and what was typed stays. */
function EntryForm({
  submit,
  isFilled,
  send,
  onClose,
  children,
}: {
  submit: string;
  isFilled: boolean;
  send: () => Promise<Result<unknown>>;
  onClose: () => void;
  children: (isTried: boolean) => ReactNode;
}) {
  const { t } = usePeopleText();
  const [isTried, setTried] = useState(false);
  const [problem, setProblem] = useState<FerryError | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (!isFilled || isBusy) return;
    setBusy(true);
    const answer = await send();
    setBusy(false);
    if (answer.ok) onClose();
    else setProblem(answer.error);
  }
  return (
    <form className="form" noValidate onSubmit={(event) => void onSubmit(event)}>
      {children(isTried)}
      <FormProblem error={problem} />
      <div className="form__buttons">
        <Button onPress={onClose}>{t('join.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={isBusy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}

function NameInput({ isTried, name, onChange }: { isTried: boolean; name: string; onChange: (name: string) => void }) {
  const { t } = usePeopleText();
  return (
    <TextInput
      label={t('join.name')}
      value={name}
      error={isTried && name.trim() === '' ? t('join.fillName') : null}
      onChange={(event) => onChange(event.target.value)}
      maxLength={200}
      autoComplete="name"
    />
  );
}

function PasswordInput({
  isTried,
  password,
  onChange,
}: {
  isTried: boolean;
  password: string;
  onChange: (password: string) => void;
}) {
  const { t } = usePeopleText();
  const hint = t('join.passwordHint', { minLength: MIN_PASSWORD_LENGTH });
  return (
    <TextInput
      label={t('join.password')}
      type="password"
      hint={hint}
      value={password}
      error={isTried && password.length < MIN_PASSWORD_LENGTH ? hint : null}
      onChange={(event) => onChange(event.target.value)}
      autoComplete="new-password"
    />
  );
}
