import { X } from 'lucide-react';
import { Button as AriaButton, Tag, TagGroup, TagList } from 'react-aria-components';
import { useI18n } from '../../i18n/i18n.tsx';
import type { EditorProps } from './editor-props.ts';
import { onLineKey } from './line-keys.ts';

/** Tags as chips; Enter or a comma ends one, Backspace in an empty field removes the last. */
export function TagsEditor({ editor, id, labelId, helpId, isReadOnly }: EditorProps) {
  const { t } = useI18n();
  const tags = Array.isArray(editor.value) ? editor.value.map(String) : [];
  const writing = editor.typed;
  const remove = (gone: (tag: string) => boolean) => editor.choose(tags.filter((tag) => !gone(tag)));

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
        onChange={(event) => editor.type(event.target.value)}
        onBlur={editor.leave}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if ((event.key === 'Enter' || event.key === ',') && writing.trim() !== '') {
            event.preventDefault();
            editor.leave();
          } else if (event.key === 'Backspace' && writing === '' && tags.length > 0) {
            remove((tag) => tag === tags.at(-1));
          } else {
            onLineKey(event, editor);
          }
        }}
      />
    </div>
  );
}
