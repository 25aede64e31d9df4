import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Checkbox, CheckboxGroup } from 'react-aria-components';
import type { AnyEntity } from '#app/schema/index.ts';
import { IconButton } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { withMoved } from '../record/columns.ts';

interface ColumnChoiceProps {
  entity: AnyEntity;
  /** The visible columns in order, without the title. */
  chosen: readonly string[];
  onChange: (names: string[]) => void;
}

/** Chooses a list's columns and their order; visible ones come first. */
export function ColumnChoice({ entity, chosen, onChange }: ColumnChoiceProps) {
  const { t, label } = useI18n();
  const list = useRef<HTMLDivElement>(null);
  const moved = useRef<{ name: string; by: -1 | 1 } | null>(null);
  const order = chosen.join();
  // The line that moved is another place of the page now: the focus goes with it, to the other way where it is at an end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new order
  useEffect(() => {
    if (moved.current === null) return;
    const { name, by } = moved.current;
    moved.current = null;
    const buttons = [by, -by].map((way) => list.current?.querySelector<HTMLButtonElement>(`#${buttonId(name, way)}`));
    buttons.find((button) => button?.disabled === false)?.focus();
  }, [order]);

  const others = Object.keys(entity.fields).filter((name) => name !== entity.title && !chosen.includes(name));
  const named = (name: string) => label(entity.fields[name]?.label ?? entity.label);
  const move = (name: string, by: -1 | 1) => {
    moved.current = { name, by };
    onChange(withMoved(chosen, name, by));
  };
  return (
    <CheckboxGroup
      ref={list}
      className="panel__checks"
      aria-labelledby="display-columns"
      value={[...chosen]}
      // Visible columns keep their place; a new one comes last.
      onChange={(names) => onChange([...chosen.filter((name) => names.includes(name)), ...names.filter(isNew)])}
    >
      {[...chosen, ...others].map((name, place) => (
        <div key={name} className="panel__column">
          <Checkbox value={name} className="panel__check">
            <span className="panel__box" aria-hidden />
            <span className="truncate">{named(name)}</span>
          </Checkbox>
          {place < chosen.length && (
            <>
              <IconButton
                id={buttonId(name, -1)}
                label={t('list.moveUp', { column: named(name) })}
                isDisabled={place === 0}
                onPress={() => move(name, -1)}
              >
                <ArrowUp size={14} aria-hidden />
              </IconButton>
              <IconButton
                id={buttonId(name, 1)}
                label={t('list.moveDown', { column: named(name) })}
                isDisabled={place === chosen.length - 1}
                onPress={() => move(name, 1)}
              >
                <ArrowDown size={14} aria-hidden />
              </IconButton>
            </>
          )}
        </div>
      ))}
    </CheckboxGroup>
  );

  function isNew(name: string): boolean {
    return !chosen.includes(name);
  }
}

const buttonId = (name: string, by: number): string => `column-${name}-${by < 0 ? 'up' : 'down'}`;
