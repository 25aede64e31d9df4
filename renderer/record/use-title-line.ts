import { useEffect, useState } from 'react';
import { type AnyEntity, type RecordData, withInitialValues } from '#app/schema/index.ts';
import { checkValue, validationText } from '#app/text/index.ts';
import { useLatest } from '../components/use-latest.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

interface TitleLineOptions {
  entity: AnyEntity;
  /** Values of the new record besides its title, such as its parent. */
  preset: RecordData;
  onAdded?: (id: string) => void;
}

export interface TitleLine {
  /** Null while the line is closed. */
  typed: string | null;
  type: (typed: string | null) => void;
  /** Why the title was not saved. */
  error: string | null;
  /** Saves the title, and empties the line for the next one. Resolves to whether nothing is left to save. */
  save: () => Promise<boolean>;
}

/** Whether a record of the entity needs only its title and these values. */
export function canAddInline(entity: AnyEntity, preset: RecordData): boolean {
  const data = withInitialValues(entity, { ...preset, [entity.title]: 'x' });
  return entity.record.safeParse(data).success;
}

/** A line that adds records by title, assigned to the person. What is typed is saved when the window or view is left. */
export function useTitleLine({ entity, preset, onAdded }: TitleLineOptions): TitleLine {
  const { text } = useI18n();
  const { editing, fieldEdits } = useRendererStore();
  const me = useRendererState((state) => state.session?.person.id ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const field = entity.fields[entity.title];
  const whole = { ...(entity.person === undefined ? {} : { [entity.person]: me }), ...preset };

  async function save(): Promise<boolean> {
    const title = (typed ?? '').trim();
    if (title === '' || field === undefined) return true;
    const checked = checkValue(field, title);
    if (!checked.ok) {
      setError(validationText(checked.problem, text));
      return false;
    }
    if (!canAddInline(entity, preset)) return false;
    setTyped('');
    setError(null);
    const id = await editing.add(entity.table, { ...whole, [entity.title]: title });
    // A title that could not be saved returns to the line, unless the person has typed more.
    if (id === null) setTyped((now) => (now === '' ? title : now));
    else onAdded?.(id);
    return id !== null;
  }

  /** A title that cannot be saved becomes a draft. */
  async function saveOrKeep() {
    const title = (typed ?? '').trim();
    if (title === '' || (await save())) return;
    fieldEdits.type(entity.table, editing.begin(entity.table, whole), entity.title, title);
  }
  const latest = useLatest({ save, saveOrKeep });
  useEffect(() => fieldEdits.onAway(() => void latest.current.save()), [fieldEdits, latest]);
  useEffect(() => () => void latest.current.saveOrKeep(), [latest]);

  return {
    typed,
    type(next) {
      setTyped(next);
      setError(null);
    },
    error,
    save,
  };
}
