import type { AnyEntity } from '#app/schema/index.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useFieldEditor } from '../../hooks/use-field-editor.ts';
import { FieldControl } from './field-control.tsx';

interface FieldRowProps {
  entity: AnyEntity;
  recordId: string;
  name: string;
  isReadOnly?: boolean;
  /** When it appears: where a new record begins. */
  takesFocus?: boolean;
}

/** One field of a record, which saves itself. */
export function FieldRow({ entity, recordId, name, isReadOnly = false, takesFocus = false }: FieldRowProps) {
  const { t } = useSpeech();
  const editor = useFieldEditor(entity, recordId, name);
  return (
    <FieldControl
      editor={editor}
      id={`field-${recordId}-${name}`}
      afterError={t('record.invalidKept')}
      isReadOnly={isReadOnly}
      takesFocus={takesFocus}
    />
  );
}
