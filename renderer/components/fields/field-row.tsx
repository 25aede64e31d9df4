import { memo } from 'react';
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
  /** Takes the focus at each other object given. */
  stepIn?: object | null;
}

/** One field of a record, which saves itself. A letter typed in one is nothing to the others. */
export const FieldRow = memo(function FieldRow(props: FieldRowProps) {
  const { entity, recordId, name, isReadOnly = false, takesFocus = false, stepIn = null } = props;
  const { t } = useSpeech();
  const editor = useFieldEditor(entity, recordId, name);
  return (
    <FieldControl
      editor={editor}
      id={`field-${recordId}-${name}`}
      afterError={t('record.invalidKept')}
      isReadOnly={isReadOnly}
      takesFocus={takesFocus}
      stepIn={stepIn}
    />
  );
});
