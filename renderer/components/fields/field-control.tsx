import { type FocusEvent, type ReactNode, useEffect, useRef } from 'react';
import type { FieldKind } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import type { FieldEditor } from '../../hooks/use-field-editor.ts';
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

interface FieldControlProps {
  editor: FieldEditor;
  /** Of the control; unique on the screen. */
  id: string;
  /** What follows a message of what is wrong. */
  afterError?: string;
  isReadOnly?: boolean;
  /** When it appears. */
  takesFocus?: boolean;
  /** Takes the focus at each other object given. */
  stepIn?: object | null;
}

/** One field: its label, its control, and what there is to say about it. */
export function FieldControl({
  editor,
  id,
  afterError,
  isReadOnly = false,
  takesFocus = false,
  stepIn = null,
}: FieldControlProps) {
  const { label } = useSpeech();
  const Editor = editors[editor.field.kind];
  const firstFocus = useRef(takesFocus ? id : null);
  useEffect(() => {
    if (firstFocus.current !== null) document.getElementById(firstFocus.current)?.focus();
  }, []);
  useEffect(() => {
    if (stepIn !== null) document.getElementById(id)?.focus();
  }, [stepIn, id]);
  const help = useRef<HTMLDivElement>(null);
  const isOnHint = useRef(false);
  const isInHelp = (target: EventTarget | null) => target instanceof Node && help.current?.contains(target) === true;
  // On the way to the button that takes what arrived, what was typed must not be saved over it.
  const held = { ...editor, leave: () => (isOnHint.current ? undefined : editor.leave()) };
  function noteWhereTo({ relatedTarget }: FocusEvent) {
    isOnHint.current = isInHelp(relatedTarget);
  }
  function leaveHint({ target, relatedTarget, currentTarget }: FocusEvent) {
    if (isInHelp(target) && !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) editor.leave();
  }
  function takeArrived() {
    editor.revert();
    document.getElementById(id)?.focus();
  }
  const hasHelp = editor.error !== null || editor.arrived !== undefined;
  return (
    <div
      className="field"
      data-kind={editor.field.kind}
      data-invalid={editor.error !== null || undefined}
      data-saved={!editor.isDirty || undefined}
    >
      <label className="field__label" id={`${id}-label`} htmlFor={id}>
        {label(editor.field.label)}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only follows where the focus goes */}
      <div className="field__control" onBlurCapture={noteWhereTo} onBlur={leaveHint}>
        <Editor
          editor={held}
          id={id}
          labelId={`${id}-label`}
          helpId={hasHelp ? `${id}-help` : undefined}
          isReadOnly={isReadOnly}
        />
        {hasHelp && (
          <div ref={help} className="field__help" id={`${id}-help`}>
            {editor.error !== null && (
              <p className="field__error" role="alert">
                {editor.error} {afterError !== undefined && <span className="field__kept">{afterError}</span>}
              </p>
            )}
            {editor.arrived !== undefined && <Arrived editor={editor} onTake={takeArrived} />}
          </div>
        )}
      </div>
    </div>
  );
}

/** Somebody else saved this field meanwhile: said quietly, and never written over what is being typed. */
function Arrived({ editor, onTake }: { editor: FieldEditor; onTake: () => void }) {
  const { t } = useSpeech();
  const context = useValueContext();
  const said = valueText(editor.field, editor.arrived, editor.data, context);
  return (
    <p className="field__arrived" role="note">
      {t('record.remoteHintNoName', { value: said === '' ? t('common.empty') : said })}{' '}
      <Button look="quiet" onPress={onTake}>
        {t('record.takeTheirs')}
      </Button>
    </p>
  );
}
