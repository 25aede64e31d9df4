import { type ReactNode, useEffect, useRef } from 'react';
import type { AnyEntity, FieldKind } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { type FieldEditor, useFieldEditor } from '../../hooks/use-field-editor.ts';
import { useValueContext } from '../../hooks/use-value-context.ts';
import { Button } from '../button.tsx';
import { DateEditor } from './date-editor.tsx';
import type { EditorProps } from './editor-props.ts';
import { LineEditor } from './line-editor.tsx';
import { NotesEditor } from './notes-editor.tsx';
import { ReferenceEditor } from './reference-editor.tsx';
import { PersonEditor, SelectEditor } from './select-editor.tsx';
import { TagsEditor } from './tags-editor.tsx';

const editors: Record<FieldKind, (props: EditorProps) => ReactNode> = {
  text: LineEditor,
  email: LineEditor,
  phone: LineEditor,
  money: LineEditor,
  count: LineEditor,
  notes: NotesEditor,
  select: SelectEditor,
  person: PersonEditor,
  tags: TagsEditor,
  date: DateEditor,
  reference: ReferenceEditor,
};

interface FieldRowProps {
  entity: AnyEntity;
  recordId: string;
  name: string;
  isReadOnly?: boolean;
  /** When it appears: where a new record begins. */
  takesFocus?: boolean;
}

/** One field of a record: its label, its control, and what there is to say about it. */
export function FieldRow({ entity, recordId, name, isReadOnly = false, takesFocus = false }: FieldRowProps) {
  const { label, t } = useSpeech();
  const editor = useFieldEditor(entity, recordId, name);
  const id = `field-${recordId}-${name}`;
  const Editor = editors[editor.field.kind];
  const firstFocus = useRef(takesFocus ? id : null);
  useEffect(() => {
    if (firstFocus.current !== null) document.getElementById(firstFocus.current)?.focus();
  }, []);
  const hasHelp = editor.error !== null || editor.arrived !== undefined;
  return (
    <div className="field" data-kind={editor.field.kind} data-invalid={editor.error !== null || undefined}>
      <label className="field__label" id={`${id}-label`} htmlFor={id}>
        {label(editor.field.label)}
      </label>
      <div className="field__control">
        <Editor
          editor={editor}
          id={id}
          labelId={`${id}-label`}
          helpId={hasHelp ? `${id}-help` : undefined}
          isReadOnly={isReadOnly}
        />
        {hasHelp && (
          <div className="field__help" id={`${id}-help`}>
            {editor.error !== null && (
              <p className="field__error" role="alert">
                {editor.error} <span className="field__kept">{t('record.invalidKept')}</span>
              </p>
            )}
            {editor.arrived !== undefined && <Arrived editor={editor} />}
          </div>
        )}
      </div>
    </div>
  );
}

/** Somebody else saved this field meanwhile: said quietly, and never written over what is being typed. */
function Arrived({ editor }: { editor: FieldEditor }) {
  const { t } = useSpeech();
  const context = useValueContext();
  const said = valueText(editor.field, editor.arrived, editor.data, context);
  return (
    <p className="field__arrived" role="note">
      {t('record.remoteHintNoName', { value: said === '' ? t('common.empty') : said })}{' '}
      <Button look="quiet" onPress={editor.revert}>
        {t('record.takeTheirs')}
      </Button>
    </p>
  );
}
