import { Search, X } from 'lucide-react';
import { Button as AriaButton, Input, SearchField } from 'react-aria-components';
import { useSpeech } from '../hooks/speech.tsx';

interface SearchBoxProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter or the down arrow: on to what was found. */
  onLeave: () => void;
}

export function SearchBox({ label, value, onChange, onLeave }: SearchBoxProps) {
  const { t } = useSpeech();
  return (
    <SearchField aria-label={label} className="search" value={value} onChange={onChange} onSubmit={onLeave}>
      <Search size={14} aria-hidden className="search__icon" />
      <Input
        className="search__input"
        placeholder={label}
        data-shortcut="find"
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          onLeave();
        }}
      />
      {value !== '' && (
        <AriaButton className="search__clear" aria-label={t('list.clearSearch')}>
          <X size={12} aria-hidden />
        </AriaButton>
      )}
    </SearchField>
  );
}
