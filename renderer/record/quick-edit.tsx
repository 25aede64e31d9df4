import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Popover } from 'react-aria-components';
import { type AnyEntity, chosenFrom, type Field, type JsonValue } from '#app/schema/index.ts';
import { addDays, dayOfWeek } from '#app/text/index.ts';
import { Avatar } from '../components/avatar.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useDayReading } from '../i18n/use-day-reading.ts';
import { useToday } from '../i18n/use-today.ts';
import { useRendererState } from '../store/store-context.ts';
import { StatusDot } from './status-dot.tsx';

interface QuickChoice {
  id: string;
  label: string;
  detail?: string;
  icon?: React.ReactNode;
  value: JsonValue;
}

interface QuickEditProps {
  entity: AnyEntity;
  /** The field to change: a select, a person or a day. */
  name: string;
  anchor: RefObject<Element | null>;
  onChoose: (value: JsonValue) => void;
  onClose: () => void;
}

/** Edits a field in place: type or choose, Enter takes the first item. The focus returns to where it was. */
export function QuickEdit({ entity, name, anchor, onChoose, onClose }: QuickEditProps) {
  const { label } = useI18n();
  const field = entity.fields[name];
  if (field === undefined) return null;
  return (
    <Popover
      className="popover quick-edit"
      triggerRef={anchor}
      placement="bottom start"
      offset={2}
      isOpen
      aria-label={label(field.label)}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <QuickBox field={field} onChoose={onChoose} onClose={onClose} />
    </Popover>
  );
}

interface QuickBoxProps {
  field: Field;
  onChoose: (value: JsonValue) => void;
  onClose: () => void;
}

function QuickBox({ field, onChoose, onClose }: QuickBoxProps) {
  const { t, label } = useI18n();
  const baseId = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const choices = useChoices(field, typed);
  const shown = Math.min(active, choices.length - 1);
  const idOf = (choice: QuickChoice) => `${baseId}-${choice.id || 'none'}`;
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelectorAll('[role=option]')[shown]?.scrollIntoView({ block: 'nearest' });
  }, [shown]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const last = choices.length - 1;
    const keys: Record<string, () => void> = {
      ArrowDown: () => setActive(shown >= last ? 0 : shown + 1),
      ArrowUp: () => setActive(shown <= 0 ? last : shown - 1),
      Enter: () => {
        const choice = choices[shown];
        if (choice !== undefined) onChoose(choice.value);
      },
      Escape: onClose,
      Tab: onClose,
    };
    const run = keys[event.key];
    if (run === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }
  const what = label(field.label);
  return (
    <div className="quick-edit__box">
      <input
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls={`${baseId}-list`}
        aria-activedescendant={choices[shown] === undefined ? undefined : idOf(choices[shown])}
        aria-autocomplete="list"
        aria-label={what}
        className="quick-edit__input"
        placeholder={field.kind === 'date' ? t('quick.dayHint') : what}
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${baseId}-list`} role="listbox" aria-label={what} className="listbox scroller">
        {choices.map((choice, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and chooses with Enter
          <div
            key={choice.id}
            role="option"
            id={idOf(choice)}
            aria-selected={place === shown}
            className="listbox__item quick-edit__item"
            onClick={() => onChoose(choice.value)}
            onPointerMove={place === shown ? undefined : () => setActive(place)}
          >
            {choice.icon}
            <span className="truncate">{choice.label}</span>
            {choice.detail !== undefined && <span className="listbox__detail truncate">{choice.detail}</span>}
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <p className="listbox__empty" role="status">
          {field.kind === 'date' ? t('value.notADay') : t('field.noMatch')}
        </p>
      )}
    </div>
  );
}

const isFound = (words: string, typed: string) =>
  words
    .toLocaleLowerCase()
    .split(/\s+/)
    .some((word) => word.startsWith(typed.trim().toLocaleLowerCase())) ||
  words.toLocaleLowerCase().startsWith(typed.trim().toLocaleLowerCase());

function useChoices(field: Field, typed: string): QuickChoice[] {
  const { t, label } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const days = useDays(typed);
  const none = { id: '', label: t('field.noPerson'), value: null };
  const matching = (all: QuickChoice[]) => all.filter((choice) => isFound(choice.label, typed));
  switch (chosenFrom[field.kind]) {
    case 'days':
      return days;
    case 'people': {
      const active = people.filter((person) => person.active);
      const named = active.map(({ id, name }) => ({
        id,
        label: name,
        value: id,
        icon: <Avatar id={id} name={name} />,
      }));
      return matching([...named, none]);
    }
    case 'options':
      return matching(
        (field.options ?? []).map((option) => ({
          id: option.value,
          label: label(option.label),
          value: option.value,
          icon: <StatusDot field={field} value={option.value} />,
        })),
      );
    case 'tagsInUse':
    case 'records':
    case null:
      return [];
  }
}

/** A typed day with its reading; frequent days while nothing is typed. */
function useDays(typed: string): QuickChoice[] {
  const { t, formats } = useI18n();
  const today = useToday();
  const read = useDayReading();
  const { day } = read(typed);
  if (typed.trim() !== '') return day === null ? [] : [{ id: day, label: formats.longDay(day), value: day }];
  const choice = (id: string, words: string, value: string) => ({
    id,
    label: words,
    detail: formats.longDay(value),
    value,
  });
  return [
    choice('today', t('group.today'), today),
    choice('tomorrow', t('quick.tomorrow'), addDays(today, 1)),
    choice('nextWeek', t('quick.nextWeek'), addDays(today, 7 - dayOfWeek(today, 'de-DE'))),
    choice('twoWeeks', t('quick.twoWeeks'), addDays(today, 14)),
    { id: 'none', label: t('group.noDate'), value: null },
  ];
}
