import type { HTMLAttributes } from 'react';
import type { FieldKind } from '#app/schema/index.ts';
import { currencyOf } from '#app/text/index.ts';
import type { EditorProps } from './editor-props.ts';
import { onLineKey } from './line-keys.ts';

const inputModes: Partial<Record<FieldKind, HTMLAttributes<HTMLInputElement>['inputMode']>> = {
  email: 'email',
  phone: 'tel',
  money: 'decimal',
  count: 'numeric',
};

/** A single-line text editor. */
export function LineEditor({ editor, id, helpId, isReadOnly }: EditorProps) {
  const { field } = editor;
  return (
    <div className="line-editor">
      <input
        id={id}
        className="input input--quiet"
        value={editor.typed}
        inputMode={inputModes[field.kind]}
        readOnly={isReadOnly}
        required={field.required}
        spellCheck={field.kind === 'text'}
        aria-invalid={editor.error !== null || undefined}
        aria-describedby={helpId}
        onChange={(event) => editor.type(event.target.value)}
        onBlur={editor.leave}
        onKeyDown={(event) => onLineKey(event, editor)}
      />
      {field.kind === 'money' && <span className="line-editor__unit">{currencyOf(field, editor.data)}</span>}
    </div>
  );
}
