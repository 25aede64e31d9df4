import { ListFilter } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover, SubmenuTrigger } from 'react-aria-components';
import type { Filter } from '#app/contract/lists.ts';
import type { AnyEntity, Field } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import type { Choice } from '../components/picker.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { DaysFilter, ReferenceFilter } from './filter-dialogs.tsx';
import {
  chosenValues,
  DAY_RANGES,
  dayRangeLabels,
  type FilterableField,
  filterableFields,
  withDayRange,
  withValues,
} from './filters.ts';
import { MenuChoice } from './menu-choice.tsx';

interface FilterMenuProps {
  entity: AnyEntity;
  filters: readonly Filter[];
  onChange: (filters: Filter[]) => void;
}

/** The filter menu of a list: a field, then its values. */
export function FilterMenu({ entity, filters, onChange }: FilterMenuProps) {
  const { t, label } = useI18n();
  const [asked, setAsked] = useState<string | null>(null);
  const fields = filterableFields(entity);
  const question = fields.find(({ name }) => name === asked);
  const Question = question?.source === 'days' ? DaysFilter : ReferenceFilter;
  return (
    <>
      <MenuTrigger>
        <Button icon={<ListFilter size={14} aria-hidden />}>{t('list.filter')}</Button>
        <Popover className="popover" placement="bottom end" offset={4}>
          <Menu className="listbox" aria-label={t('list.filter')}>
            {fields.map(({ name, field, source }) =>
              source === 'records' ? (
                <MenuItem key={name} id={name} className="listbox__item" onAction={() => setAsked(name)}>
                  {label(field.label)}…
                </MenuItem>
              ) : (
                <SubmenuTrigger key={name}>
                  <MenuItem id={name} className="listbox__item listbox__item--more" textValue={label(field.label)}>
                    {label(field.label)}
                  </MenuItem>
                  <Popover className="popover" offset={2}>
                    {source === 'days' ? (
                      <DayRanges entity={entity} name={name} filters={filters} onChange={onChange} onAsk={setAsked} />
                    ) : (
                      <Values {...{ entity, name, field, source, filters, onChange }} />
                    )}
                  </Popover>
                </SubmenuTrigger>
              ),
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      {question !== undefined && (
        <Question
          name={question.name}
          field={question.field}
          onClose={() => setAsked(null)}
          onFilter={(own) => onChange([...filters.filter((filter) => filter.field !== asked), ...own])}
        />
      )}
    </>
  );
}

interface DayRangesProps extends FilterMenuProps {
  name: string;
  onAsk: (name: string) => void;
}

function DayRanges({ entity, name, filters, onChange, onAsk }: DayRangesProps) {
  const { t } = useI18n();
  return (
    <Menu
      className="listbox"
      aria-label={t('list.filter')}
      onAction={(key) => {
        const range = DAY_RANGES.find((each) => each === key);
        if (range === undefined) onAsk(name);
        else onChange(withDayRange(entity, filters, name, range));
      }}
    >
      {DAY_RANGES.map((range) => (
        <MenuItem key={range} id={range} className="listbox__item">
          {t(dayRangeLabels[range])}
        </MenuItem>
      ))}
      <MenuItem id="between" className="listbox__item">
        {t('filter.between')}
      </MenuItem>
    </Menu>
  );
}

/** Sources whose values a menu can list. */
type ListedSource = Exclude<FilterableField['source'], 'days' | 'records'>;

interface ValuesProps extends FilterMenuProps {
  name: string;
  field: Field;
  source: ListedSource;
}

function Values({ entity, name, field, source, filters, onChange }: ValuesProps) {
  const { t } = useI18n();
  const choices = useChoices(entity, name, field, source);
  const test = source === 'tagsInUse' ? 'has' : 'in';
  return (
    <Menu
      className="listbox scroller"
      aria-label={t('list.filter')}
      selectionMode="multiple"
      selectedKeys={chosenValues(filters, name)}
      onSelectionChange={(keys) => {
        const before = chosenValues(filters, name);
        const chosen = keys === 'all' ? [] : [...keys].map(String);
        // "None" and values exclude each other: the newer choice wins.
        const isNoneNew = chosen.includes('') && !before.includes('');
        onChange(withValues(filters, name, test, isNoneNew ? [''] : chosen.filter((value) => value !== '')));
      }}
      items={choices}
    >
      {(choice) => <MenuChoice choice={choice} />}
    </Menu>
  );
}

const MOST_TAGS = 200;

/** A field's filter choices: its options, the people, or the tags in use. */
function useChoices(entity: AnyEntity, name: string, field: Field, source: ListedSource): Choice[] {
  const { client } = useRendererStore();
  const { t, label } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const [tags, setTags] = useState<string[]>([]);
  useEffect(() => {
    if (source !== 'tagsInUse') return;
    let isCurrent = true;
    void client.summariseRecords(entity.table, {}, name).then((answer) => {
      if (answer.ok && isCurrent) setTags(tagsOf(answer.value.groups.map(({ value }) => value)));
    });
    return () => {
      isCurrent = false;
    };
  }, [client, entity.table, name, source]);
  switch (source) {
    case 'people': {
      const named = people.map((person) => ({ id: person.id, label: person.name }));
      return [{ id: '', label: t('field.noPerson') }, ...named];
    }
    case 'tagsInUse':
      return tags.map((tag) => ({ id: tag, label: tag }));
    case 'options':
      return (field.options ?? []).map((option) => ({ id: option.value, label: label(option.label) }));
  }
}

/** Sets of tags arrive in their stored JSON form. */
function tagsOf(values: readonly (string | number | null)[]): string[] {
  const all = values.flatMap((value) => {
    try {
      const set: unknown = JSON.parse(String(value));
      return Array.isArray(set) ? set.map(String) : [];
    } catch {
      return [];
    }
  });
  return [...new Set(all)].sort((a, b) => a.localeCompare(b)).slice(0, MOST_TAGS);
}
