import { useState } from 'react';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';

const MOST_CHARACTERS = 200;

/** Begins without a server: two names, and nothing else. */
export function AloneForm() {
  const { client } = useRendererStore();
  const { t, text } = useI18n();
  const [name, setName] = useState('');
  const [firm, setFirm] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function start(event: React.FormEvent) {
    event.preventDefault();
    setAsked(true);
    if (isBusy || name.trim() === '' || firm.trim() === '') return;
    setBusy(true);
    const answer = await client.startAlone({ name: name.trim(), firm: firm.trim() });
    setBusy(false);
    setProblem(answer.ok ? null : errorText(answer.error, text));
  }
  return (
    <form className="form" noValidate onSubmit={(event) => void start(event)}>
      <p className="muted">{t('doors.aloneText')}</p>
      <TextInput
        label={t('doors.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={isAsked && name.trim() === '' ? t('doors.fillName') : null}
        maxLength={MOST_CHARACTERS}
        autoComplete="name"
        autoFocus
      />
      <TextInput
        label={t('doors.firm')}
        value={firm}
        onChange={(event) => setFirm(event.target.value)}
        error={isAsked && firm.trim() === '' ? t('doors.fillFirm') : null}
        maxLength={MOST_CHARACTERS}
        autoComplete="organization"
      />
      {problem !== null && (
        <p className="bar bar--danger" role="alert">
          <span className="bar__text">{problem}</span>
        </p>
      )}
      <Button type="submit" look="primary" isBusy={isBusy}>
        {t('doors.start')}
      </Button>
    </form>
  );
}
