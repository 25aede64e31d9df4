import { CornerDownLeft } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { NotCurrent } from '../components/async-result.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { MOST_SEARCHED } from '../store/search.ts';
import { foundItems, PALETTE_GROUPS, type PaletteItem } from './palette.ts';
import { useHits } from './use-hits.ts';

const PAGE = 8;

interface PaletteBoxProps {
  commands: readonly PaletteItem[];
  onChoose: (item: PaletteItem) => void;
}

/** The input and the results. The first line is always the one that Enter chooses. */
export function PaletteBox({ commands, onChoose }: PaletteBoxProps) {
  const { t } = useI18n();
  const baseId = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const isEnterHeld = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const hits = useHits(typed);
  const found = foundItems(commands, typed);
  const items = [...found, ...hits.items];
  const shown = Math.min(active, items.length - 1);
  const idOf = (item: PaletteItem) => `${baseId}-${item.id}`;

  useEffect(() => input.current?.focus(), []);
  // An Enter before the answer arrives chooses the first result for the words typed then.
  useEffect(() => {
    if (!hits.isCurrent || !isEnterHeld.current) return;
    isEnterHeld.current = false;
    const [first] = items;
    if (hits.error === null && first !== undefined) onChoose(first);
  });
  useEffect(() => {
    list.current?.querySelectorAll('[role=option]')[shown]?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const last = items.length - 1;
    const keys: Record<string, () => void> = {
      ArrowDown: () => setActive(shown >= last ? 0 : shown + 1),
      ArrowUp: () => setActive(shown <= 0 ? last : shown - 1),
      PageDown: () => setActive(Math.min(last, shown + PAGE)),
      PageUp: () => setActive(Math.max(0, shown - PAGE)),
      Enter: () => {
        const item = items[shown];
        // Results of previous words must not be opened for the current ones.
        if (item !== undefined && (hits.isCurrent || item.group !== 'records')) onChoose(item);
        else isEnterHeld.current = !hits.isCurrent;
      },
    };
    const run = keys[event.key];
    if (run === undefined) return;
    event.preventDefault();
    run();
  }

  return (
    <>
      <div className="palette__search">
        <input
          ref={input}
          role="combobox"
          aria-expanded
          aria-controls={`${baseId}-list`}
          aria-activedescendant={items[shown] === undefined ? undefined : idOf(items[shown])}
          aria-autocomplete="list"
          aria-label={t('palette.title')}
          className="palette__input"
          placeholder={t('palette.placeholder')}
          autoComplete="off"
          maxLength={MOST_SEARCHED}
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            isEnterHeld.current = false;
            setTyped(event.target.value);
            setActive(0);
            list.current?.scrollTo(0, 0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        ref={list}
        id={`${baseId}-list`}
        role="listbox"
        aria-label={t('palette.title')}
        aria-busy={!hits.isCurrent}
        className="palette__list scroller"
      >
        {PALETTE_GROUPS.map((group) => {
          const own = items.filter((item) => item.group === group);
          if (own.length === 0) return null;
          return (
            <div key={group} role="group" aria-labelledby={`${baseId}-${group}`}>
              <p className="palette__heading" id={`${baseId}-${group}`} role="presentation">
                {t(`palette.group.${group}`)}
              </p>
              {own.map((item) => (
                <PaletteLine
                  key={item.id}
                  id={idOf(item)}
                  item={item}
                  isActive={item === items[shown]}
                  onChoose={onChoose}
                  onPoint={() => setActive(items.indexOf(item))}
                />
              ))}
            </div>
          );
        })}
      </div>
      {hits.error !== null && (
        <NotCurrent
          error={hits.error}
          onRetry={() => {
            hits.retry();
            input.current?.focus();
          }}
        />
      )}
      {items.length === 0 && hits.isCurrent && hits.error === null && (
        <p className="listbox__empty">{t('palette.nothing')}</p>
      )}
    </>
  );
}

interface PaletteLineProps {
  id: string;
  item: PaletteItem;
  isActive: boolean;
  onChoose: (item: PaletteItem) => void;
  onPoint: () => void;
}

function PaletteLine({ id, item, isActive, onChoose, onPoint }: PaletteLineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and chooses with Enter
    <div
      role="option"
      id={id}
      aria-selected={isActive}
      className="listbox__item palette__item"
      onClick={() => onChoose(item)}
      onPointerMove={isActive ? undefined : onPoint}
    >
      <item.icon size={16} strokeWidth={1.75} aria-hidden className="card__icon" />
      <span className="truncate palette__label">{item.label}</span>
      {item.detail !== '' && <span className="listbox__detail truncate">{item.detail}</span>}
      {item.keys !== '' && <kbd className="palette__keys">{item.keys}</kbd>}
      <CornerDownLeft size={13} aria-hidden className="palette__enter" />
    </div>
  );
}
