import {
  ArrowDownUp,
  BookmarkPlus,
  Columns3,
  Download,
  Group,
  ListChecks,
  ListFilter,
  Pencil,
  Search,
  Trash2,
  Upload,
} from 'lucide-react';
import type { Filter } from '#app/contract/records.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import type { CommandName } from '../../hooks/command-bus.ts';
import { columnsOf, defaultColumns } from '../../model/columns.ts';
import { DAY_RANGES, dayRangeLabels, filterableFields, withDayRange, withValues } from '../../model/filters.ts';
import { groupableFields } from '../../model/groups.ts';
import type { PaletteItem } from '../../model/palette.ts';
import type { ListPreferences } from '../../model/stored-list.ts';
import { makeItem, type PaletteContext } from './palette-context.ts';

const quiet = { isQuiet: true };

/** What can be done with the list on screen. */
export function listItems(context: PaletteContext, entity: AnyEntity, chosen: ListPreferences): PaletteItem[] {
  const { spoken, bus, keys, desk } = context;
  const { t, word } = spoken;
  const ifHeard = (command: CommandName, label: string, icon: PaletteItem['icon']) =>
    bus.isHeard(command) ? [makeItem(command, 'list', label, icon, () => bus.run(command))] : [];
  const clear = () => {
    desk.preferences.changeList(entity.table, { filters: [] });
    desk.preferences.search(entity.table, '');
  };
  return [
    makeItem('find', 'list', t('palette.find', { what: word(entity.label) }), Search, () => bus.run('find'), {
      keys: keys('mod+F'),
    }),
    ...ifHeard('bulkEdit', t('palette.bulkEdit'), Pencil),
    ...ifHeard('bulkDelete', t('palette.bulkDelete'), Trash2),
    ...ifHeard('selectAll', t('list.selectAll'), ListChecks),
    ...ifHeard('saveView', t('list.saveView'), BookmarkPlus),
    ...ifHeard('export', t('list.export'), Download),
    ...ifHeard('import', t('list.import'), Upload),
    ...(chosen.filters.length === 0 ? [] : [makeItem('clear', 'list', t('list.clear'), ListFilter, clear)]),
    ...filterItems(context, entity, chosen),
    ...orderItems(context, entity, chosen),
    ...columnItems(context, entity, chosen),
  ];
}

function filterItems({ spoken, desk, people }: PaletteContext, entity: AnyEntity, { filters }: ListPreferences) {
  const { t, label } = spoken;
  return filterableFields(entity).flatMap(([name, field]) => {
    const item = (id: string, value: string, next: Filter[]) =>
      makeItem(
        `filter-${name}-${id}`,
        'list',
        t('palette.filter', { field: label(field.label), value }),
        ListFilter,
        () => desk.preferences.changeList(entity.table, { filters: next }),
        quiet,
      );
    if (field.kind === 'date') {
      return DAY_RANGES.map((range) =>
        item(range, t(dayRangeLabels[range]), withDayRange(entity, filters, name, range)),
      );
    }
    const choices =
      field.kind === 'person'
        ? [{ id: '', said: t('field.noPerson') }, ...people.map((person) => ({ id: person.id, said: person.name }))]
        : (field.options ?? []).map((option) => ({ id: option.value, said: label(option.label) }));
    return choices.map(({ id, said }) => item(id, said, withValues(filters, name, 'in', [id])));
  });
}

function orderItems({ spoken, desk }: PaletteContext, entity: AnyEntity, { groupBy }: ListPreferences) {
  const { t, label } = spoken;
  const named = (name: string) => label(entity.fields[name]?.label ?? entity.label);
  const change = (patch: Partial<ListPreferences>) => () => desk.preferences.changeList(entity.table, patch);
  const sortable = Object.keys(entity.fields).filter((name) => entity.fields[name]?.sortable);
  const directions = [
    ['asc', t('list.ascending')],
    ['desc', t('list.descending')],
  ] as const;
  return [
    ...sortable.flatMap((field) =>
      directions.map(([direction, said]) =>
        makeItem(
          `sort-${field}-${direction}`,
          'list',
          t('palette.sort', { field: named(field), direction: said }),
          ArrowDownUp,
          change({ sort: { field, direction } }),
          quiet,
        ),
      ),
    ),
    ...groupableFields(entity).map((name) =>
      makeItem(
        `group-${name}`,
        'list',
        t('palette.group', { field: named(name) }),
        Group,
        change({ groupBy: name }),
        quiet,
      ),
    ),
    ...(groupBy === null
      ? []
      : [makeItem('ungroup', 'list', t('palette.ungroup'), Group, change({ groupBy: null }), quiet)]),
  ];
}

function columnItems({ spoken, settings, change, desk }: PaletteContext, entity: AnyEntity, list: ListPreferences) {
  const { t, label } = spoken;
  const shown = list.columns ?? settings.columns[entity.table] ?? defaultColumns(entity);
  const others = Object.entries(entity.fields).filter(([name]) => name !== entity.title);
  return others.map(([name, field]) => {
    const isShown = shown.includes(name);
    const next = isShown ? shown.filter((each) => each !== name) : [...shown, name];
    const columns = columnsOf(entity, next).map((column) => column.name);
    return makeItem(
      `column-${name}`,
      'list',
      t(isShown ? 'palette.hideColumn' : 'palette.showColumn', { field: label(field.label) }),
      Columns3,
      () =>
        list.columns === null
          ? change({ columns: { ...settings.columns, [entity.table]: columns } })
          : desk.preferences.changeList(entity.table, { columns }),
      quiet,
    );
  });
}
