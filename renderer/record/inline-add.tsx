import { Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type AnyEntity, type RecordData, withInitialValues } from '#app/schema/index.ts';
import { checkValue, validationText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useLatest } from '../components/use-latest.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

interface InlineAddProps {
  entity: AnyEntity;
  /** Values of the new record besides its title, such as its parent. */
  preset: RecordData;
}

/** Whether a record of the entity needs only its title and these values. */
export function canAddInline(entity: AnyEntity, preset: RecordData): boolean {
  const data = withInitialValues(entity, { ...preset, [entity.title]: 'x' });
  return entity.record.safeParse(data).success;
}

/** Adds records line by line: Enter saves one, assigned to the person, and starts the next. */
export function InlineAdd({ entity, preset }: InlineAddProps) {
  const { t, word, text } = useI18n();
  const { editing, fieldEdits } = useRendererStore();
  const me = useRendererState((state) => state.session?.person.id ?? null);
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const field = entity.fields[entity.title];

  /** Resolves to whether nothing is left to save. */
  async function save(): Promise<boolean> {
    const title = (typed ?? '').trim();
    if (title === '' || field === undefined) return true;
    const checked = checkValue(field, title);
    if (!checked.ok) {
      setError(validationText(checked.problem, text));
      return false;
    }
    setTyped('');
    setError(null);
    const own = entity.person === undefined ? {} : { [entity.person]: me };
    const id = await editing.add(entity.table, { ...own, ...preset, [entity.title]: title });
    // A title that could not be saved returns to the line, unless the person has typed more.
    if (id === null) setTyped((now) => (now === '' ? title : now));
    return id !== null;
  }
  const latest = useLatest(save);
  useEffect(() => fieldEdits.onAway(() => void latest.current()), [fieldEdits, latest]);
  useEffect(() => () => void latest.current(), [latest]);
  useEffect(() => {
    if (wasOpen.current && typed === null) button.current?.focus();
    wasOpen.current = typed !== null;
  }, [typed]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') void save();
    else if (event.key === 'Escape') {
      setTyped(null);
      setError(null);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
  if (typed === null) {
    return (
      <Button ref={button} icon={<Plus size={14} aria-hidden />} onPress={() => setTyped('')}>
        {t('record.addRelated', { what: word(entity.singular) })}
      </Button>
    );
  }
  const name = t('record.newTitle', { what: word(entity.singular) });
  return (
    <div className="inline-add">
      <input
        className="input"
        // biome-ignore lint/a11y/noAutofocus: whoever pressed the button wants to type
        autoFocus
        aria-label={name}
        placeholder={t('record.addHint')}
        aria-invalid={error !== null || undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void save()}
      />
      {error !== null && (
        <p className="field__error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
