import { Plus } from 'lucide-react';
import { memo, useCallback } from 'react';
import type { Filter, ListQuery } from '#app/contract/lists.ts';
import { type AnyEntity, sameJson } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useLatest } from '../components/use-latest.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import type { ListPreferences } from '../store/stored-list.ts';
import { DisplayMenu } from './display-menu.tsx';
import { FilterChips } from './filter-chips.tsx';
import { FilterMenu } from './filter-menu.tsx';
import { MoreMenu } from './more-menu.tsx';
import { SearchBox } from './search-box.tsx';
import type { ListView } from './use-list-view.ts';
import { type ViewState, ViewsBar } from './views-bar.tsx';

interface ListHeaderProps {
  entity: AnyEntity;
  view: ListView;
  onLeave: () => void;
  onOpen: (id: string) => void;
}

/** Everything above a list. Typing in its search renders only the search. */
export function ListHeader({ entity, view, onLeave, onOpen }: ListHeaderProps) {
  const { label, formats } = useI18n();
  const { queries, preferences, sort, search, total } = view;
  const { filters, groupBy, columns } = preferences;
  const now = { table: entity.table, query: { filters, search, sort }, groupBy, columns };
  const latest = useLatest({ queries, now });
  const queriesNow = useCallback(() => latest.current.queries, [latest]);
  const viewNow = useCallback(() => latest.current.now, [latest]);
  const shownView = useShownView(now);
  return (
    <>
      <header className="list__header">
        <h1 className="list__title">{label(entity.label)}</h1>
        {total !== null && <span className="count tabular">{formats.number(total)}</span>}
        <ListTools
          entity={entity}
          preferences={preferences}
          sort={sort}
          queriesNow={queriesNow}
          onLeave={onLeave}
          onOpen={onOpen}
        />
      </header>
      <ListBar entity={entity} preferences={preferences} shownView={shownView} viewNow={viewNow} />
    </>
  );
}

interface ListToolsProps {
  entity: AnyEntity;
  preferences: ListPreferences;
  sort: NonNullable<ListQuery['sort']>;
  queriesNow: () => readonly ListQuery[];
  onLeave: () => void;
  onOpen: (id: string) => void;
}

const ListTools = memo(function ListTools({ entity, preferences, sort, queriesNow, onLeave, onOpen }: ListToolsProps) {
  const { editing } = useRendererStore();
  const { t, word } = useI18n();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const filter = useFilter(entity);
  return (
    <div className="list__tools">
      <SearchBox label={t('list.search', { what: word(entity.label) })} table={entity.table} onLeave={onLeave} />
      <FilterMenu entity={entity} filters={preferences.filters} onChange={filter} />
      <DisplayMenu entity={entity} preferences={preferences} sort={sort} />
      <MoreMenu entity={entity} queriesNow={queriesNow} />
      {isReadOnly ? (
        <span className="muted" title={t('shell.readOnly')}>
          {t('list.readOnly')}
        </span>
      ) : (
        <Button
          look="primary"
          icon={<Plus size={15} aria-hidden />}
          onPress={() => onOpen(editing.begin(entity.table))}
        >
          {t('list.new', { what: word(entity.singular) })}
        </Button>
      )}
    </div>
  );
});

interface ListBarProps {
  entity: AnyEntity;
  preferences: ListPreferences;
  shownView: string | null;
  viewNow: () => ViewState;
}

const ListBar = memo(function ListBar({ entity, preferences, shownView, viewNow }: ListBarProps) {
  const filter = useFilter(entity);
  return (
    <div className="list__bar">
      <ViewsBar entity={entity} preferences={preferences} shownView={shownView} viewNow={viewNow} />
      <FilterChips entity={entity} filters={preferences.filters} onChange={filter} />
    </div>
  );
});

/** The saved view that matches the screen, if any. */
function useShownView(now: ViewState): string | null {
  return useRendererState(
    ({ settings }) =>
      settings.views.find(({ table, query, groupBy, columns }) => sameJson({ table, query, groupBy, columns }, now))
        ?.id ?? null,
  );
}

function useFilter({ table }: AnyEntity): (filters: Filter[]) => void {
  const { preferences } = useRendererStore();
  return useCallback((filters) => preferences.changeList(table, { filters }), [preferences, table]);
}
