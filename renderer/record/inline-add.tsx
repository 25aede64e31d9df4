import { Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useTitleLine } from './use-title-line.ts';

interface InlineAddProps {
  entity: AnyEntity;
  /** Values of the new record besides its title, such as its parent. */
  preset: RecordData;
}

/** Adds records line by line: Enter saves one, assigned to the person, and starts the next. */
export function InlineAdd({ entity, preset }: InlineAddProps) {
  const { t, word } = useI18n();
  const { typed, type, error, save } = useTitleLine({ entity, preset });
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && typed === null) button.current?.focus();
    wasOpen.current = typed !== null;
  }, [typed]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') void save();
    else if (event.key === 'Escape') type(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  if (typed === null) {
    return (
      <Button ref={button} icon={<Plus size={14} aria-hidden />} onPress={() => type('')}>
        {t('record.addRelated', { what: word(entity.singular) })}
      </Button>
    );
  }
  const name = t('record.newTitle', { what: word(entity.singular) });
  return (
    <div className="inline-add">
      <input
        className="input"
        // biome-ignore lint/a11y/noAutofocus: pressing the button means typing in the field
        autoFocus
        aria-label={name}
        placeholder={t('record.addHint')}
        aria-invalid={error !== null || undefined}
        value={typed}
        onChange={(event) => type(event.target.value)}
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
