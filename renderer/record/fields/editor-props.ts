import type { FieldEditor } from '../use-field-editor.ts';

/** Props of every field editor. */
export interface EditorProps {
  editor: FieldEditor;
  /** Id of the control, for its label. */
  id: string;
  labelId: string;
  /** Id of the error text. */
  helpId: string | undefined;
  isReadOnly: boolean;
}
