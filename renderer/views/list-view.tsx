import { Inbox, Plus, SearchX, TriangleAlert, Upload } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { errorText } from '#app/text/index.ts';
import { readAll } from '../client/record-sets.ts';
import { Button } from '../components/button.tsx';
import { DataGrid, type GridHandle } from '../components/data-grid.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { SearchBox } from '../components/search-box.tsx';
import { useCommandBus } from '../hooks/command-bus.ts';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useListView } from '../hooks/use-list-view.ts';
import { goTo } from '../hooks/use-route.ts';
import { useRowHeight } from '../hooks/use-row-height.ts';
import { DetailPane } from './detail-pane.tsx';
import { DraftsBar } from './drafts-bar.tsx';
import { BulkBar } from './list/bulk-bar.tsx';
import { DisplayMenu } from './list/display-menu.tsx';
import { FilterChips } from './list/filter-chips.tsx';
import { FilterMenu } from './list/filter-menu.tsx';
import { MoreMenu } from './list/more-menu.tsx';
import { ViewsBar } from './list/views-bar.tsx';

/** As many as one transaction takes. */
const MOST_SELECTED = 5000;

interface ListViewProps {
  entity: AnyEntity;
  recordId: string | null;
}

/** A list of records, with the open one beside it. */
export function ListView({ entity, recordId }: ListViewProps) {
  const { table } = entity;
  const { client, editing, preferences } = useDesk();
  const { t, label, word, formats } = useSpeech();
  const [search, setSearch] = useState('');
  const view = useListView(entity, search);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [activeId, setActiveId] = useState<string | null>(recordId);
  const [stepIn, setStepIn] = useState<{ id: string } | null>(null);
  const isReadOnly = useDeskState((state) => state.session?.role === 'readOnly');
  const grid = useRef<GridHandle>(null);
  const rowPx = useRowHeight();

  useEffect(() => {
    if (recordId !== null) setActiveId(recordId);
  }, [recordId]);

  const open = useCallback((id: string | null) => goTo({ view: 'list', table, recordId: id }), [table]);
  const select = useCallback((ids: string[], isSelected: boolean) => {
    setSelected((before) => {
      const next = new Set(before);
      for (const id of ids) isSelected ? next.add(id) : next.delete(id);
      return next;
    });
  }, []);

  /** The bar with the button that was pressed goes away: the focus goes on in the list. */
  function clearSelection() {
    setSelected(new Set());
    grid.current?.focus();
  }

  async function selectAll(isSelected: boolean) {
    if (!isSelected) return setSelected(new Set());
    const found = await Promise.all(view.queries.map((query) => readAll(client, table, query, MOST_SELECTED)));
    setSelected(new Set(found.flatMap((answer) => (answer.ok ? answer.value.map(({ id }) => id) : []))));
  }

  return (
    <div className="list-layout" data-open={recordId !== null || undefined}>
      <section className="list" aria-label={label(entity.label)} data-selecting={selected.size > 0 || undefined}>
        <header className="list__header">
          <h1 className="list__title">{label(entity.label)}</h1>
          {view.total !== null && <span className="count tabular">{formats.number(view.total)}</span>}
          <div className="list__tools">
            <SearchBox
              label={t('list.search', { what: word(entity.label) })}
              value={search}
              onChange={setSearch}
              onLeave={() => grid.current?.focus()}
            />
            <FilterMenu
              entity={entity}
              filters={view.preferences.filters}
              onChange={(filters) => preferences.changeList(table, { filters })}
            />
            <DisplayMenu entity={entity} view={view} />
            <MoreMenu entity={entity} queries={view.queries} />
            {isReadOnly ? (
              <span className="muted" title={t('shell.readOnly')}>
                {t('list.readOnly')}
              </span>
            ) : (
              <Button look="primary" icon={<Plus size={15} aria-hidden />} onPress={() => open(editing.begin(table))}>
                {t('list.new', { what: word(entity.singular) })}
              </Button>
            )}
          </div>
        </header>
        <div className="list__bar">
          <ViewsBar entity={entity} view={view} search={search} onSearch={setSearch} />
          <FilterChips
            entity={entity}
            filters={view.preferences.filters}
            onChange={(filters) => preferences.changeList(table, { filters })}
          />
        </div>
        {selected.size > 0 && <BulkBar entity={entity} selected={selected} onClear={clearSelection} />}
        <DraftsBar entity={entity} openId={recordId} />
        {view.lists !== null && view.error === null && (view.total ?? 0) > 0 && (
          <DataGrid
            ref={grid}
            entity={entity}
            columns={view.columns}
            sections={view.sections}
            lists={view.lists}
            sort={view.sort}
            onSort={view.sortBy}
            rowPx={rowPx}
            activeId={activeId}
            selected={selected}
            onActivate={(id) => {
              setActiveId(id);
              setStepIn(null);
              if (recordId !== null) open(id);
            }}
            onOpen={open}
            onStepIn={(id) => {
              open(id);
              setStepIn({ id });
            }}
            onSelect={select}
            onSelectAll={selectAll}
            onToggleSection={view.toggleSection}
            onEscape={() => (selected.size > 0 ? setSelected(new Set()) : open(null))}
            isDue={view.isPast}
          />
        )}
        {view.lists !== null && view.error === null && view.total === 0 && (
          <NoRows
            entity={entity}
            isFiltered={view.isFiltered}
            onClear={() => {
              setSearch('');
              preferences.changeList(table, { filters: [] });
            }}
          />
        )}
        {view.error !== null && <ListFailed entity={entity} view={view} />}
      </section>
      {recordId !== null && (
        <DetailPane
          key={`${table}/${recordId}`}
          entity={entity}
          id={recordId}
          stepIn={stepIn?.id === recordId ? stepIn : null}
          onClose={() => {
            setStepIn(null);
            open(null);
            grid.current?.focus();
          }}
        />
      )}
    </div>
  );
}

interface NoRowsProps {
  entity: AnyEntity;
  isFiltered: boolean;
  onClear: () => void;
}

function NoRows({ entity, isFiltered, onClear }: NoRowsProps) {
  const { t, label, word } = useSpeech();
  const bus = useCommandBus();
  const isFilling = useDeskState((state) => state.status?.regions.run.kind === 'filling');
  const isReadOnly = useDeskState((state) => state.session?.role === 'readOnly');
  const what = label(entity.label);
  return (
    <div className="grid" role="grid" aria-label={what} aria-rowcount={1}>
      <div role="row" aria-rowindex={1} className="grid__empty">
        <div role="gridcell">
          {isFiltered ? (
            <EmptyState
              icon={<SearchX size={28} aria-hidden />}
              title={t('list.noMatch.title')}
              hint={t('list.noMatch.hint')}
            >
              <Button onPress={onClear}>{t('list.clear')}</Button>
            </EmptyState>
          ) : (
            <EmptyState
              icon={<Inbox size={28} aria-hidden />}
              title={isFilling ? t('list.emptyFirstFill.title') : t('list.empty.title', { what: word(entity.label) })}
              hint={isFilling ? t('list.emptyFirstFill.hint') : t('list.empty.hint')}
            >
              {!isFilling && !isReadOnly && (
                <Button icon={<Upload size={14} aria-hidden />} onPress={() => bus.run('import')}>
                  {t('list.import')}
                </Button>
              )}
            </EmptyState>
          )}
        </div>
      </div>
    </div>
  );
}

function ListFailed({ entity, view }: { entity: AnyEntity; view: ReturnType<typeof useListView> }) {
  const { lists } = useDesk();
  const { t, text } = useSpeech();
  if (view.error === null) return null;
  return (
    <EmptyState
      icon={<TriangleAlert size={28} aria-hidden />}
      title={t('list.failed')}
      hint={errorText(view.error, text)}
    >
      <Button onPress={() => lists.refresh(entity.table)}>{t('common.retry')}</Button>
    </EmptyState>
  );
}
