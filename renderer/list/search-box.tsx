import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { useI18n } from '../i18n/i18n.tsx';
import { MOST_SEARCHED } from '../store/search.ts';
import { useRendererStore } from '../store/store-context.ts';

interface SearchBoxProps {
  label: string;
  table: string;
  /** Enter or arrow down: move to the results. */
  onLeave: () => void;
}

/** A list's search field; minimal, because every keystroke waits for it. */
export function SearchBox({ label, table, onLeave }: SearchBoxProps) {
  const { t } = useI18n();
  const { preferences } = useRendererStore();
  const words = useStore(preferences.searches, (searches) => searches[table] ?? '');
  const input = useRef<HTMLInputElement>(null);
  const clear = () => {
    preferences.search(table, '');
    input.current?.focus();
  };
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') onLeave();
    else if (event.key === 'Escape' && words !== '') clear();
    else return;
    event.preventDefault();
  }
  return (
    <div className="search">
      <Search size={14} aria-hidden className="search__icon" />
      <input
        ref={input}
        type="search"
        className="search__input"
        aria-label={label}
        placeholder={label}
        maxLength={MOST_SEARCHED}
        data-shortcut="find"
        value={words}
        onChange={(event) => preferences.search(table, event.target.value)}
        onKeyDown={onKeyDown}
      />
      {words !== '' && (
        <button
          type="button"
          className="search__clear"
          aria-label={t('list.clearSearch')}
          tabIndex={-1}
          onClick={clear}
        >
          <X size={12} aria-hidden />
        </button>
      )}
    </div>
  );
}
