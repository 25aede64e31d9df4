import { SlidersHorizontal } from 'lucide-react';
import { DialogTrigger, Popover } from 'react-aria-components';
import type { ListQuery } from '#app/contract/lists.ts';
import type { SettingsPatch } from '#app/contract/settings.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { Picker } from '../components/picker.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { columnsOf, defaultColumns } from '../record/columns.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import type { ListPreferences } from '../store/stored-list.ts';
import { groupableFields } from '../store/stored-list.ts';
import { useChangePreference } from '../store/use-change-preference.ts';
import { ColumnChoice } from './column-choice.tsx';

const NOT_GROUPED = '';

interface DisplayMenuProps {
  entity: AnyEntity;
  preferences: ListPreferences;
  sort: NonNullable<ListQuery['sort']>;
}

/** Display options of a list: order, groups, columns, density. */
export function DisplayMenu({ entity, preferences: list, sort }: DisplayMenuProps) {
  const { t, label } = useI18n();
  const { client, notices, preferences } = useRendererStore();
  const changePreference = useChangePreference();
  const settings = useRendererState((state) => state.settings);
  const sortable = Object.entries(entity.fields).filter(([, field]) => field.sortable);
  const named = (name: string) => label(entity.fields[name]?.label ?? entity.label);
  const change = (patch: SettingsPatch) =>
    void client.updateSettings(patch).then((answer) => !answer.ok && notices.fail(answer.error));
  const names = list.columns ?? settings.columns[entity.table] ?? defaultColumns(entity);
  const chosen = columnsOf(entity, names).flatMap(({ name }) => (name === entity.title ? [] : [name]));
  return (
    <DialogTrigger>
      <Button icon={<SlidersHorizontal size={14} aria-hidden />}>{t('list.display')}</Button>
      {/* This element is the dialog: React Aria's dismiss buttons would be outside a nested one. */}
      <Popover
        className="popover popover--panel scroller"
        placement="bottom end"
        offset={4}
        aria-label={t('list.display')}
      >
        <div className="panel">
          <div className="panel__row">
            <span id="display-sort">{t('list.sortBy')}</span>
            <Picker
              labelId="display-sort"
              value={sort.field}
              choices={sortable.map(([id]) => ({ id, label: named(id) }))}
              onChange={(field) => preferences.changeList(entity.table, { sort: { field, direction: 'asc' } })}
            />
          </div>
          <div className="panel__row">
            <span id="display-direction" className="visually-hidden">
              {t('list.direction')}
            </span>
            <span />
            <Segmented
              labelId="display-direction"
              value={sort.direction}
              options={[
                { id: 'asc', label: t('list.ascending') },
                { id: 'desc', label: t('list.descending') },
              ]}
              onChange={(direction) => preferences.changeList(entity.table, { sort: { field: sort.field, direction } })}
            />
          </div>
          <div className="panel__row">
            <span id="display-group">{t('list.groupBy')}</span>
            <Picker
              labelId="display-group"
              value={list.groupBy ?? NOT_GROUPED}
              choices={[
                { id: NOT_GROUPED, label: t('list.noGroup') },
                ...groupableFields(entity).map((id) => ({ id, label: named(id) })),
              ]}
              onChange={(id) => preferences.changeList(entity.table, { groupBy: id === NOT_GROUPED ? null : id })}
            />
          </div>
          <div className="panel__row">
            <span id="display-density">{t('list.density')}</span>
            <Segmented
              labelId="display-density"
              value={settings.density}
              options={(['comfortable', 'compact'] as const).map((id) => ({ id, label: t(`list.density.${id}`) }))}
              onChange={(density) => change({ density })}
            />
          </div>
          <p className="panel__heading" id="display-columns">
            {t('list.columns')}
          </p>
          <ColumnChoice
            entity={entity}
            chosen={chosen}
            onChange={(names) => {
              const columns = [entity.title, ...names];
              if (list.columns === null) void changePreference({ kind: 'columns', id: entity.table, value: columns });
              else preferences.changeList(entity.table, { columns });
            }}
          />
        </div>
      </Popover>
    </DialogTrigger>
  );
}
