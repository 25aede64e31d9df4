import {
  type ClipboardEvent,
  type DragEvent,
  type FocusEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { NOTES_MAX_LENGTH } from '#app/schema/field.ts';
import type { FieldKind } from '#app/schema/index.ts';
import { errorText, valueText } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useValueContext } from '../../i18n/use-value-context.ts';
import { goTo } from '../../navigation/use-route.ts';
import type { FieldEditor } from '../use-field-editor.ts';
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

/**
 * More than any field may contain, so that text slightly too long can be shortened; millions of characters freeze the
 * page.
 */
const MOST_TYPED = 20 * NOTES_MAX_LENGTH;

interface FieldControlProps {
  editor: FieldEditor;
  /** Id of the control; unique on the page. */
  id: string;
  /** Text after an error message. */
  afterError?: string;
  isReadOnly?: boolean;
  /** An open conflict about this field. */
  isInConflict?: boolean;
  /** Takes the focus when it appears. */
  takesFocus?: boolean;
  /** Takes the focus whenever this object changes. */
  stepIn?: object | null;
}

/** One field: label, control and messages. */
export function FieldControl({
  editor,
  id,
  afterError,
  isReadOnly = false,
  isInConflict = false,
  takesFocus = false,
  stepIn = null,
}: FieldControlProps) {
  const { label } = useI18n();
  const Editor = editors[editor.field.kind];
  const [refusedLength, setRefusedLength] = useState<number | null>(null);
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
  // While the focus moves to the button that takes the arrived value, the typed text must not be saved over it.
  const guarded = { ...editor, type, leave: () => (isOnHint.current ? undefined : editor.leave()) };
  function type(typed: string) {
    const isTooLong = typed.length > MOST_TYPED;
    setRefusedLength(isTooLong ? typed.length : null);
    if (!isTooLong) editor.type(typed);
  }
  /** Refused before the page lays it out. */
  function refuseTooLong(event: ClipboardEvent | DragEvent, data: DataTransfer) {
    const { length } = data.getData('text/plain');
    if (length <= MOST_TYPED) return;
    event.preventDefault();
    setRefusedLength(length);
  }
  function noteNextFocus({ relatedTarget }: FocusEvent) {
    isOnHint.current = isInHelp(relatedTarget);
  }
  function leaveHint({ target, relatedTarget, currentTarget }: FocusEvent) {
    if (isInHelp(target) && !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) editor.leave();
  }
  function takeArrived() {
    editor.revert();
    document.getElementById(id)?.focus();
  }
  const hasHelp =
    isInConflict ||
    refusedLength !== null ||
    editor.error !== null ||
    editor.unsaved !== null ||
    editor.arrived !== undefined;
  return (
    <div
      className="field"
      data-kind={editor.field.kind}
      data-invalid={editor.error !== null || undefined}
      data-conflict={isInConflict || undefined}
      data-saved={(!editor.isDirty && editor.unsaved === null) || undefined}
    >
      <label className="field__label" id={`${id}-label`} htmlFor={id}>
        {label(editor.field.label)}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only follows where the focus goes and what is put in */}
      <div
        className="field__control"
        onBlurCapture={noteNextFocus}
        onBlur={leaveHint}
        onPasteCapture={(event) => refuseTooLong(event, event.clipboardData)}
        onDropCapture={(event) => refuseTooLong(event, event.dataTransfer)}
      >
        <Editor
          editor={guarded}
          id={id}
          labelId={`${id}-label`}
          helpId={hasHelp ? `${id}-help` : undefined}
          isReadOnly={isReadOnly}
        />
        {hasHelp && (
          <div ref={help} className="field__help" id={`${id}-help`}>
            <FieldMessages
              editor={editor}
              refusedLength={refusedLength}
              afterError={afterError}
              isInConflict={isInConflict}
              onTake={takeArrived}
            />
          </div>
        )}
      </div>
    </div>
  );
}

interface FieldMessagesProps {
  editor: FieldEditor;
  /** Length of text that was refused as too long; null for none. */
  refusedLength: number | null;
  afterError: string | undefined;
  isInConflict: boolean;
  onTake: () => void;
}

/** Errors and hints below a field. */
function FieldMessages({ editor, refusedLength, afterError, isInConflict, onTake }: FieldMessagesProps) {
  const { t, text, formats } = useI18n();
  return (
    <>
      {refusedLength !== null && (
        <p className="field__error" role="alert">
          {t('field.tooLong', { length: formats.number(refusedLength), limit: formats.number(MOST_TYPED) })}
        </p>
      )}
      {editor.error !== null && (
        <p className="field__error" role="alert">
          {editor.error} {afterError !== undefined && <span className="field__kept">{afterError}</span>}
        </p>
      )}
      {editor.unsaved !== null && (
        <p className="field__error" role="alert">
          {t('record.unsaved')} {errorText(editor.unsaved, text)}
        </p>
      )}
      {isInConflict && (
        <p className="field__error">
          {t('record.fieldConflict')}{' '}
          <Button look="quiet" onPress={() => goTo({ view: 'sync', tab: 'conflicts' })}>
            {t('record.decide')}
          </Button>
        </p>
      )}
      {editor.arrived !== undefined && <Arrived editor={editor} onTake={onTake} />}
    </>
  );
}

/** A hint that someone else saved this field meanwhile; never overwrites what is being typed. */
function Arrived({ editor, onTake }: { editor: FieldEditor; onTake: () => void }) {
  const { t } = useI18n();
  const context = useValueContext();
  const message = valueText(editor.field, editor.arrived, editor.data, context);
  return (
    <p className="field__arrived" role="note">
      {t('record.remoteHintNoName', { value: message === '' ? t('common.empty') : message })}{' '}
      <Button look="quiet" onPress={onTake}>
        {t('record.takeTheirs')}
      </Button>
    </p>
  );
}
