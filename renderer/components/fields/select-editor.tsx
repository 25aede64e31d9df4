import { useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { Avatar } from '../avatar.tsx';
import { Picker } from '../picker.tsx';
import { StatusDot } from '../status-dot.tsx';
import type { EditorProps } from './editor-props.ts';

const NO_ONE = '';

export function SelectEditor({ editor, id, labelId, helpId, isReadOnly }: EditorProps) {
  const { label } = useSpeech();
  const { field, value } = editor;
  const choices = (field.options ?? []).map((option) => ({
    id: option.value,
    label: label(option.label),
    icon: <StatusDot field={field} value={option.value} />,
  }));
  return (
    <Picker
      isQuiet
      id={id}
      labelId={labelId}
      helpId={helpId}
      isDisabled={isReadOnly}
      choices={choices}
      value={typeof value === 'string' ? value : null}
      onChange={editor.choose}
    />
  );
}

/** A person of the firm. Someone who left is offered only where the record still names them. */
export function PersonEditor({ editor, id, labelId, helpId, isReadOnly }: EditorProps) {
  const { t } = useSpeech();
  const people = useDeskState((state) => state.session?.people);
  const { value } = editor;
  const choices = [
    { id: NO_ONE, label: t('field.noPerson') },
    ...(people ?? [])
      .filter((person) => person.active || person.id === value)
      .map((person) => ({ id: person.id, label: person.name, icon: <Avatar id={person.id} name={person.name} /> })),
  ];
  return (
    <Picker
      isQuiet
      id={id}
      labelId={labelId}
      helpId={helpId}
      isDisabled={isReadOnly}
      choices={choices}
      value={typeof value === 'string' ? value : NO_ONE}
      onChange={(chosen) => editor.choose(chosen === NO_ONE ? null : chosen)}
    />
  );
}
