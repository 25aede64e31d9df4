import { useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { Member } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { Picker } from '../components/picker.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { FormProblem } from './form-problem.tsx';
import { handOver } from './hand-over.ts';
import { usePeopleText } from './use-people-text.ts';

const NOBODY = '';

export interface PersonDialogProps {
  person: Member;
  /** Everybody with access, for the hand-over. */
  colleagues: readonly Member[];
  openWork: number;
  onChanged: () => void;
  onClose: () => void;
}

/**
 * Ends a person's access, then hands their open work over. Access ends first: what they uploaded until then is handed
 * over too, and if something fails in between, the work is still listed under their name.
 */
export function RemovePerson({ person, colleagues, openWork, onChanged, onClose }: PersonDialogProps) {
  const { client, changes } = useRendererStore();
  const { t } = usePeopleText();
  const others = colleagues.filter(({ id, role }) => id !== person.id && role !== 'readOnly');
  const [isAsking, setAsking] = useState(false);
  const [heir, setHeir] = useState(others[0]?.id ?? NOBODY);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<FerryError | null>(null);
  const { id, name, active } = person;

  async function pass(): Promise<FerryError | null> {
    const to = others.find((each) => each.id === heir);
    if (to === undefined) return null;
    const title = t('people.handOverName', { from: name, to: to.name });
    const answer = await handOver(client, { from: id, to: to.id, name: title });
    if (!answer.ok) return answer.error;
    const { importId, count } = answer.value;
    if (count > 0)
      changes.rememberImport(importId, {
        key: 'bulk.changed',
        values: { count, what: t('people.records', { count }) },
      });
    return null;
  }

  async function submit() {
    setBusy(true);
    const removed = active ? await client.removePerson(id) : null;
    // What they uploaded last comes before the list of their work is read; without a network the hand-over waits for nothing.
    if (removed?.ok) await client.syncToServer();
    const error = removed?.ok === false ? removed.error : await pass();
    setBusy(false);
    setProblem(error);
    onChanged();
    if (error === null) onClose();
  }

  if (!active && openWork === 0) return null;
  if (!isAsking) {
    return (
      <div className="setting">
        <div className="setting__words">
          <p className="setting__label">{t(active ? 'people.remove' : 'people.handOver')}</p>
          <p className="setting__hint">{t(active ? 'people.removeHint' : 'people.handOverHint')}</p>
        </div>
        <Button look={active ? 'danger' : 'plain'} onPress={() => setAsking(true)}>
          {t(active ? 'people.remove' : 'people.handOver')}
        </Button>
      </div>
    );
  }
  return (
    <section className="form" aria-label={t('people.removeTitle', { name })}>
      {active && <p className="form-field__label">{t('people.removeTitle', { name })}</p>}
      {active && <p>{t('people.removeText', { name })}</p>}
      <div className="form-field">
        <span className="form-field__label" id="hand-over">
          {t('people.handOverTo')} ({t('people.openWork', { count: openWork })})
        </span>
        <Picker
          labelId="hand-over"
          value={heir}
          choices={[
            ...others.map((each) => ({ id: each.id, label: each.name })),
            { id: NOBODY, label: t('people.nobody') },
          ]}
          onChange={setHeir}
        />
      </div>
      <FormProblem error={problem} />
      <div className="form__buttons">
        <Button onPress={() => setAsking(false)}>{t('join.cancel')}</Button>
        <Button look={active ? 'danger' : 'primary'} isBusy={isBusy} onPress={() => void submit()}>
          {t(active ? 'people.removeNow' : 'people.handOver')}
        </Button>
      </div>
    </section>
  );
}
