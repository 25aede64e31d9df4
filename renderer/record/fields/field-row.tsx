import { memo } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useI18n } from '../../i18n/i18n.tsx';
import { useFieldEditor } from '../use-field-editor.ts';
import { FieldControl } from './field-control.tsx';

interface FieldRowProps {
  entity: AnyEntity;
  recordId: string;
  name: string;
  isReadOnly?: boolean;
  /** An open conflict about this field. */
  isInConflict?: boolean;
  /** Takes the focus when it appears, in a new record. */
  takesFocus?: boolean;
  /** Takes the focus whenever this object changes. */
  stepIn?: object | null;
}

/** One field of a record, which saves itself. Typing renders only this field. */
export const FieldRow = memo(function FieldRow(props: FieldRowProps) {
  const { entity, recordId, name, isReadOnly = false, isInConflict = false, takesFocus = false, stepIn = null } = props;
  const { t } = useI18n();
  const editor = useFieldEditor(entity, recordId, name);
  return (
    <FieldControl
      editor={editor}
      id={`field-${recordId}-${name}`}
      afterError={t('record.invalidKept')}
      isReadOnly={isReadOnly}
      isInConflict={isInConflict}
      takesFocus={takesFocus}
      stepIn={stepIn}
    />
  );
});
