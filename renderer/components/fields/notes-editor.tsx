import { Eye, Pencil } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useSpeech } from '../../hooks/speech.tsx';
import { IconButton } from '../button.tsx';
import { Markdown } from '../markdown.tsx';
import type { EditorProps } from './editor-props.ts';

const MOST_GROWING_LENGTH = 20_000;

/** Prose of several lines in plain Markdown; grows with what is written. */
export function NotesEditor({ editor, id, helpId, isReadOnly }: EditorProps) {
  const { t } = useSpeech();
  const area = useRef<HTMLTextAreaElement>(null);
  const [isPreview, setPreview] = useState(false);
  const { typed } = editor;

  useLayoutEffect(() => {
    const element = area.current;
    // Measuring a very long text at every key costs more than a scroll bar.
    if (element === null || typed.length > MOST_GROWING_LENGTH) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [typed]);

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
        ref={area}
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
      />
    </div>
  );
}
