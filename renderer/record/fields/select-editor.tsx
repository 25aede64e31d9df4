import { Avatar } from '../../components/avatar.tsx';
import { Picker, type PickerProps } from '../../components/picker.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import { useRendererState } from '../../store/store-context.ts';
import { StatusDot } from '../status-dot.tsx';
import type { EditorProps } from './editor-props.ts';

const NO_ONE = '';

export function SelectEditor({ editor, ...control }: EditorProps) {
  const { label } = useI18n();
  const { field, value } = editor;
  const choices = (field.options ?? []).map((option) => ({
    id: option.value,
    label: label(option.label),
    icon: <StatusDot field={field} value={option.value} />,
  }));
  return (
    <EditorPicker
      {...control}
      choices={choices}
      value={typeof value === 'string' ? value : null}
      onChange={editor.choose}
    />
  );
}

/** Chooses a person of the firm. A former member is offered only if the record still has them. */
export function PersonEditor({ editor, ...control }: EditorProps) {
  const { t } = useI18n();
  const people = useRendererState((state) => state.session?.people);
  const { value } = editor;
  const choices = [
    { id: NO_ONE, label: t('field.noPerson') },
    ...(people ?? [])
      .filter((person) => person.active || person.id === value)
      .map((person) => ({ id: person.id, label: person.name, icon: <Avatar id={person.id} name={person.name} /> })),
  ];
  return (
    <EditorPicker
      {...control}
      choices={choices}
      value={typeof value === 'string' ? value : NO_ONE}
      onChange={(chosen) => editor.choose(chosen === NO_ONE ? null : chosen)}
    />
  );
}

type EditorPickerProps = Omit<EditorProps, 'editor'> & Pick<PickerProps, 'choices' | 'value' | 'onChange'>;

function EditorPicker({ id, labelId, helpId, isReadOnly, ...choice }: EditorPickerProps) {
  return <Picker isQuiet id={id} labelId={labelId} helpId={helpId} isDisabled={isReadOnly} {...choice} />;
}
