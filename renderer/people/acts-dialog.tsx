import { useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { PeopleAct, PeopleActEntry } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { FormProblem } from './form-problem.tsx';
import { usePeopleText } from './use-people-text.ts';

/** Acts that people do themselves, whose words begin with their name. */
const NAMES_ITS_SUBJECT = new Set<PeopleAct>(['joined', 'returned', 'nameChanged', 'emailChanged', 'passwordChanged']);

/** The firm's trail of what was done to people and their access, newest first. */
export function ActsDialog({ onClose }: { onClose: () => void }) {
  const { client } = useRendererStore();
  const { formats } = useI18n();
  const { t } = usePeopleText();
  const [entries, setEntries] = useState<PeopleActEntry[]>([]);
  const [problem, setProblem] = useState<FerryError | null>(null);
  useEffect(() => {
    void client.listPeopleActs().then((answer) => {
      if (answer.ok) setEntries(answer.value.entries);
      else setProblem(answer.error);
    });
  }, [client]);

  const doer = ({ by, byName }: PeopleActEntry) => (by === null ? t('people.operator') : byName);
  function words({ act, personName, detail }: PeopleActEntry): string {
    const isRole = detail === 'owner' || detail === 'staff' || detail === 'readOnly';
    return t(`people.act.${act}`, { name: personName, detail: isRole ? t(`settings.role.${detail}`) : detail });
  }
  return (
    <Dialog
      title={t('people.acts')}
      isOpen
      onClose={onClose}
      size="m"
      footer={<Button onPress={onClose}>{t('people.close')}</Button>}
    >
      <FormProblem error={problem} />
      <ul className="form">
        {entries.map((entry) => (
          <li key={entry.id}>
            <p>{NAMES_ITS_SUBJECT.has(entry.act) ? words(entry) : `${doer(entry)}: ${words(entry)}`}</p>
            <p className="form-field__hint">{formats.dayAndTime(entry.at)}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
