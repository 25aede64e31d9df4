import type { FieldEditor } from '../use-field-editor.ts';

/** What every editor of a field is given. */
export interface EditorProps {
  editor: FieldEditor;
  /** Of the control, for its label. */
  id: string;
  labelId: string;
  /** Id of the text that says what is wrong. */
  helpId: string | undefined;
  isReadOnly: boolean;
}
