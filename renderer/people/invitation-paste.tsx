import { type FormEvent, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { Button } from '../components/button.tsx';
import { TextInput } from '../components/text-input.tsx';
import { FormProblem } from './form-problem.tsx';
import { usePeopleText } from './use-people-text.ts';

export interface Pasted {
  typed: string;
  /** For a code, which names none. */
  server: string;
}

interface StepProps {
  problem: FerryError | null;
  isBusy: boolean;
  onClose: () => void;
}

/** Asks for the link or code; for a code also for its server. */
export function PasteStep({
  typed: first,
  server: knownServer,
  problem,
  isBusy,
  onNext,
  onClose,
}: StepProps & Pasted & { onNext: (pasted: Pasted) => Promise<void> }) {
  const { t } = usePeopleText();
  const [typed, setTyped] = useState(first);
  const [server, setServer] = useState(knownServer);
  const [isTried, setTried] = useState(false);
  const isCode = typed.trim() !== '' && !typed.includes('://');
  const isServerMissing = isCode && server.trim() === '';

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (typed.trim() !== '' && !isServerMissing) void onNext({ typed, server });
  }
  return (
    <form className="form" noValidate onSubmit={submit}>
      <TextInput
        label={t('join.link')}
        hint={t('join.linkHint')}
        error={isTried && typed.trim() === '' ? t('join.fillLink') : null}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        autoFocus
      />
      {isCode && (
        <TextInput
          label={t('join.server')}
          hint={t('join.serverHint')}
          error={isTried && isServerMissing ? t('join.fillServer') : null}
          value={server}
          onChange={(event) => setServer(event.target.value)}
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
        />
      )}
      <FormProblem error={problem} />
      <div className="form__buttons">
        <Button onPress={onClose}>{t('join.cancel')}</Button>
        <Button type="submit" look="primary" isBusy={isBusy}>
          {t('join.next')}
        </Button>
      </div>
    </form>
  );
}

/** Shows where a link leads before anything is sent there: anybody can write a link. */
export function ConfirmStep({
  server,
  problem,
  isBusy,
  onNext,
  onClose,
}: StepProps & { server: string; onNext: () => void }) {
  const { t } = usePeopleText();
  return (
    <div className="form">
      <p>{t('join.leadsTo')}</p>
      <p className="join__server selectable">{server}</p>
      <p className="form-field__hint">{t('join.leadsToHint')}</p>
      <FormProblem error={problem} />
      <div className="form__buttons">
        <Button onPress={onClose}>{t('join.cancel')}</Button>
        <Button look="primary" isBusy={isBusy} onPress={onNext}>
          {t('join.goOn')}
        </Button>
      </div>
    </div>
  );
}
