import { type FormEvent, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { IssuedInvitation } from '#app/contract/people.ts';
import type { Role } from '#app/contract/protocol.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { FormProblem } from './form-problem.tsx';
import { IssuedView } from './issued-invitation.tsx';
import { RolePicker } from './role-picker.tsx';
import { usePeopleText } from './use-people-text.ts';

/** Name, address and role of a new person, then their link and code. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { client } = useRendererStore();
  const { t } = usePeopleText();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('staff');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FerryError | null>(null);
  const [issued, setIssued] = useState<IssuedInvitation | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || email.trim() === '' || isBusy) return;
    setBusy(true);
    const answer = await client.invitePerson({ name, email, role });
    setBusy(false);
    if (answer.ok) setIssued(answer.value);
    else setProblem(answer.error);
  }
  const missing = (value: string, words: string) => (isTried && value.trim() === '' ? words : null);
  if (issued !== null) {
    return (
      <Dialog title={t('people.inviteReady', { name })} isOpen onClose={onClose} size="m">
        <IssuedView issued={issued} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog title={t('people.inviteTitle')} isOpen onClose={onClose}>
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('people.name')}
          value={name}
          error={missing(name, t('error.account.name'))}
          onChange={(event) => setName(event.target.value)}
          maxLength={200}
          autoFocus
        />
        <TextInput
          label={t('people.email')}
          value={email}
          error={missing(email, t('error.account.email'))}
          onChange={(event) => setEmail(event.target.value)}
          inputMode="email"
          spellCheck={false}
        />
        <RolePicker role={role} onChange={setRole} />
        <FormProblem error={problem} />
        <div className="form__buttons">
          <Button onPress={onClose}>{t('join.cancel')}</Button>
          <Button type="submit" look="primary" isBusy={isBusy}>
            {t('people.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
