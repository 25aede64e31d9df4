import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton, Tag, TagGroup, TagList } from 'react-aria-components';
import { sortedTags } from '#app/text/index.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import type { EditorProps } from './editor-props.ts';

/** Short words as chips; Enter or a comma ends one, Backspace in an empty field takes the last away. */
export function TagsEditor({ editor, id, labelId, helpId, isReadOnly }: EditorProps) {
  const { t } = useSpeech();
  const tags = Array.isArray(editor.value) ? editor.value.map(String) : [];
  const [writing, setWriting] = useState('');
  const remove = (gone: (tag: string) => boolean) => editor.choose(tags.filter((tag) => !gone(tag)));

  function add() {
    if (writing.trim() === '') return;
    setWriting('');
    editor.choose(sortedTags([...tags, ...writing.split(',')]));
  }

  const addLatest = useRef(add);
  addLatest.current = add;
  // A started tag is not lost when the view goes away under it.
  useEffect(() => () => addLatest.current(), []);

  return (
    <div className="input input--quiet tags-editor">
      {tags.length > 0 && (
        <TagGroup
          aria-labelledby={labelId}
          className="tags"
          {...(isReadOnly ? {} : { onRemove: (keys) => remove((tag) => keys.has(tag)) })}
        >
          <TagList className="tags__list">
            {tags.map((tag) => (
              <Tag key={tag} id={tag} textValue={tag} className="tag">
                <span className="truncate">{tag}</span>
                {!isReadOnly && (
                  <AriaButton slot="remove" className="tag__remove" aria-label={t('field.removeTag', { tag })}>
                    <X size={11} aria-hidden />
                  </AriaButton>
                )}
              </Tag>
            ))}
          </TagList>
        </TagGroup>
      )}
      <input
        id={id}
        className="tags-editor__input"
        value={writing}
        readOnly={isReadOnly}
        placeholder={tags.length === 0 ? t('field.addTag') : ''}
        aria-describedby={helpId}
        aria-invalid={editor.error !== null || undefined}
        onChange={(event) => setWriting(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if ((event.key === 'Enter' || event.key === ',') && writing.trim() !== '') {
            event.preventDefault();
            add();
          } else if (event.key === 'Backspace' && writing === '' && tags.length > 0) {
            remove((tag) => tag === tags.at(-1));
          }
        }}
      />
    </div>
  );
}
