import { Eye, Pencil } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../components/button.tsx';
import { Markdown } from '../../components/markdown.tsx';
import { useI18n } from '../../i18n/i18n.tsx';
import type { EditorProps } from './editor-props.ts';

/** A Markdown text area that grows with its content. */
export function NotesEditor({ editor, id, helpId, isReadOnly }: EditorProps) {
  const { t } = useI18n();
  const [isPreview, setPreview] = useState(false);
  const { typed } = editor;

  return (
    <div className="notes-editor">
      <div className="notes-editor__switch">
        <IconButton
          label={isPreview ? t('field.write') : t('field.preview')}
          isActive={isPreview}
          onPress={() => setPreview(!isPreview)}
        >
          {isPreview ? <Pencil size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
        </IconButton>
      </div>
      {isPreview && <Markdown source={typed} />}
      <textarea
        id={id}
        className="input input--quiet input--area scroller"
        hidden={isPreview}
        rows={4}
        value={typed}
        readOnly={isReadOnly}
        aria-invalid={editor.error !== null || undefined}
        aria-describedby={helpId}
        onChange={(event) => editor.type(event.target.value)}
        onBlur={editor.leave}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !editor.isDirty || event.nativeEvent.isComposing) return;
          // Prose is too much to undo with one key: Escape saves it, and the next one closes.
          event.preventDefault();
          event.stopPropagation();
          editor.leave();
        }}
      />
    </div>
  );
}
