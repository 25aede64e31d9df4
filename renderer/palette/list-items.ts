import {
  ArrowDownUp,
  BookmarkPlus,
  Columns3,
  Download,
  FileText,
  Group,
  ListChecks,
  ListFilter,
  Pencil,
  Printer,
  Search,
  Trash2,
  Upload,
} from 'lucide-react';
import type { Filter } from '#app/contract/lists.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import {
  DAY_RANGES,
  dayRangeLabels,
  type FilterableField,
  filterableFields,
  withDayRange,
  withValues,
} from '../list/filters.ts';
import type { CommandName } from '../navigation/command-bus.ts';
import { columnsOf, defaultColumns } from '../record/columns.ts';
import type { ListPreferences } from '../store/stored-list.ts';
import { groupableFields } from '../store/stored-list.ts';
import type { PaletteItem } from './palette.ts';
import { makeItem, type PaletteContext } from './palette-context.ts';

const quiet = { isQuiet: true };

/** Actions for the list on screen. */
export function listItems(context: PaletteContext, entity: AnyEntity, chosen: ListPreferences): PaletteItem[] {
  const { i18n, bus, keys, store } = context;
  const { t, word } = i18n;
  const ifHandled = (command: CommandName, label: string, icon: PaletteItem['icon']) =>
    bus.isHandled(command) ? [makeItem(command, 'list', label, icon, () => bus.run(command))] : [];
  const clear = () => {
    store.preferences.changeList(entity.table, { filters: [] });
    store.preferences.search(entity.table, '');
  };
  return [
    makeItem('find', 'list', t('palette.find', { what: word(entity.label) }), Search, () => bus.run('find'), {
      keys: keys('mod+F'),
    }),
    ...ifHandled('bulkEdit', t('palette.bulkEdit'), Pencil),
    ...ifHandled('bulkDelete', t('palette.bulkDelete'), Trash2),
    ...ifHandled('selectAll', t('list.selectAll'), ListChecks),
    ...ifHandled('saveView', t('list.saveView'), BookmarkPlus),
    ...ifHandled('export', t('list.export'), Download),
    ...ifHandled('print', t('shell.print'), Printer),
    ...ifHandled('savePdf', t('print.pdf'), FileText),
    ...ifHandled('import', t('list.import'), Upload),
    ...(chosen.filters.length === 0 ? [] : [makeItem('clear', 'list', t('list.clear'), ListFilter, clear)]),
    ...filterItems(context, entity, chosen),
    ...orderItems(context, entity, chosen),
    ...columnItems(context, entity, chosen),
  ];
}

function filterItems({ i18n, store, people }: PaletteContext, entity: AnyEntity, { filters }: ListPreferences) {
  const { t, label } = i18n;
  const itemsOf = ({ name, field, source }: FilterableField): PaletteItem[] => {
    const item = (id: string, value: string, next: Filter[]) =>
      makeItem(
        `filter-${name}-${id}`,
        'list',
        t('palette.filter', { field: label(field.label), value }),
        ListFilter,
        () => store.preferences.changeList(entity.table, { filters: next }),
        quiet,
      );
    const valueItem = (value: string, text: string) => item(value, text, withValues(filters, name, 'in', [value]));
    switch (source) {
      case 'days':
        return DAY_RANGES.map((range) =>
          item(range, t(dayRangeLabels[range]), withDayRange(entity, filters, name, range)),
        );
      case 'people':
        return [valueItem('', t('field.noPerson')), ...people.map((person) => valueItem(person.id, person.name))];
      case 'options':
        return (field.options ?? []).map((option) => valueItem(option.value, label(option.label)));
      // Too many to list; the filter menu asks for them.
      case 'tagsInUse':
      case 'records':
        return [];
    }
  };
  return filterableFields(entity).flatMap(itemsOf);
}

function orderItems({ i18n, store }: PaletteContext, entity: AnyEntity, { groupBy }: ListPreferences) {
  const { t, label } = i18n;
  const named = (name: string) => label(entity.fields[name]?.label ?? entity.label);
  const change = (patch: Partial<ListPreferences>) => () => store.preferences.changeList(entity.table, patch);
  const sortable = Object.keys(entity.fields).filter((name) => entity.fields[name]?.sortable);
  const directions = [
    ['asc', t('list.ascending')],
    ['desc', t('list.descending')],
  ] as const;
  return [
    ...sortable.flatMap((field) =>
      directions.map(([direction, name]) =>
        makeItem(
          `sort-${field}-${direction}`,
          'list',
          t('palette.sort', { field: named(field), direction: name }),
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

function columnItems(
  { i18n, settings, changePreference, store }: PaletteContext,
  entity: AnyEntity,
  list: ListPreferences,
) {
  const { t, label } = i18n;
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
          ? void changePreference({ kind: 'columns', id: entity.table, value: columns })
          : store.preferences.changeList(entity.table, { columns }),
      quiet,
    );
  });
}
