import { type FormEvent, useCallback, useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { type Account, MIN_PASSWORD_LENGTH } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { DeviceRows } from './device-rows.tsx';
import { FormProblem } from './form-problem.tsx';
import { usePeopleText } from './use-people-text.ts';

/** Own name, address, password and devices. */
export function AccountDialog({ onClose }: { onClose: () => void }) {
  const { client } = useRendererStore();
  const { t } = usePeopleText();
  const person = useRendererState((state) => state.session?.person);
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState(person?.email ?? '');
  const [newPassword, setNewPassword] = useState('');
  const [password, setPassword] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FerryError | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [account, setAccount] = useState<Account | null>(null);
  const load = useCallback(async () => {
    const answer = await client.getAccount();
    if (answer.ok) setAccount(answer.value);
    else setProblem(answer.error);
  }, [client]);
  useEffect(() => void load(), [load]);

  const isShort = newPassword !== '' && newPassword.length < MIN_PASSWORD_LENGTH;
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy || isShort || name.trim() === '') return;
    setBusy(true);
    const answer = await client.changeAccount({
      name,
      email,
      ...(newPassword === '' ? {} : { newPassword }),
      ...(password === '' ? {} : { password }),
    });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error);
    setSaved(answer.ok);
    if (!answer.ok) return;
    setNewPassword('');
    setPassword('');
    await load();
  }
  async function revoke(deviceId: string) {
    const answer = await client.revokeDevice(deviceId);
    setProblem(answer.ok ? null : answer.error);
    await load();
  }
  return (
    <Dialog title={t('account.title')} isOpen onClose={onClose} size="m">
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('join.name')}
          value={name}
          error={name.trim() === '' ? t('join.fillName') : null}
          onChange={(event) => setName(event.target.value)}
          maxLength={200}
          autoComplete="name"
        />
        <TextInput
          label={t('join.email')}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          inputMode="email"
          autoComplete="username"
          spellCheck={false}
        />
        <TextInput
          label={t('account.newPassword')}
          type="password"
          hint={t('account.newPasswordHint')}
          error={isShort ? t('error.account.password', { minLength: MIN_PASSWORD_LENGTH }) : null}
          value={newPassword}
          onChange={(event) => setNewPassword(event.target.value)}
          autoComplete="new-password"
        />
        <TextInput
          label={t('account.present')}
          type="password"
          hint={t('account.presentHint')}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
        />
        <FormProblem error={problem} />
        {isSaved && <p role="status">{t('account.saved')}</p>}
        <div className="form__buttons">
          <Button onPress={onClose}>{t('people.close')}</Button>
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t('account.save')}
          </Button>
        </div>
        <DeviceRows devices={account?.devices ?? []} onRevoke={(deviceId) => void revoke(deviceId)} />
      </form>
    </Dialog>
  );
}
