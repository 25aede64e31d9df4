import { Inbox, SearchX, TriangleAlert, Upload } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { errorText } from '#app/text/index.ts';
import { RecoveryButton } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { useLatest } from '../components/use-latest.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { OnCommand, useCommandBus } from '../navigation/command-bus.ts';
import { goTo } from '../navigation/use-route.ts';
import { DetailPane } from '../record/detail-pane.tsx';
import { FIRST_TAB } from '../record/detail-tabs.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { BulkBar } from './bulk-bar.tsx';
import { DataGrid, type GridHandle } from './data-grid.tsx';
import { DraftsBar } from './drafts-bar.tsx';
import { emptyHint, emptyReason } from './empty-reason.ts';
import { ListAdd } from './list-add.tsx';
import { ListHeader } from './list-header.tsx';
import { ListPrint } from './list-print.tsx';
import { useListView } from './use-list-view.ts';
import { useRowCommands } from './use-row-commands.tsx';
import { useRowHeight } from './use-row-height.ts';
import { useSelection } from './use-selection.ts';

/** While J is held down, records scroll by without each being opened. */
const FOLLOW_DELAY_MS = 80;

interface ListViewProps {
  entity: AnyEntity;
  recordId: string | null;
}

/** A list of records, with the open record beside it. */
export function ListView({ entity, recordId }: ListViewProps) {
  const { table } = entity;
  const { preferences } = useRendererStore();
  const { label } = useI18n();
  const view = useListView(entity);
  const { selected, select, selectRange, selectAll, clear } = useSelection(entity, view);
  const [activeId, setActiveId] = useState<string | null>(recordId);
  const [stepIn, setStepIn] = useState<{ id: string } | null>(null);
  const [tab, setTab] = useState(FIRST_TAB);
  const grid = useRef<GridHandle>(null);
  const rowPx = useRowHeight();
  useEffect(() => {
    if (recordId !== null) setActiveId(recordId);
  }, [recordId]);
  useEffect(() => () => preferences.search(table, ''), [preferences, table]);

  const open = useCallback((id: string | null) => goTo({ view: 'list', table, recordId: id }), [table]);
  const follow = useFollow(table, recordId !== null, setActiveId);
  const activate = useCallback(
    (id: string) => {
      follow(id);
      setStepIn(null);
    },
    [follow],
  );
  const goInto = useCallback(
    (id: string) => {
      open(id);
      setStepIn({ id });
    },
    [open],
  );
  const leaveSearch = useCallback(() => grid.current?.focus(), []);
  const close = useCallback(() => {
    setStepIn(null);
    open(null);
    grid.current?.focus();
  }, [open]);
  /** The bar with the pressed button disappears, so the focus moves to the list. */
  const clearSelection = useCallback(() => {
    clear();
    grid.current?.focus();
  }, [clear]);
  const hasSelection = selected.size > 0;
  const [commands, asked] = useRowCommands({
    entity,
    selected,
    onOpen: goInto,
    onClear: clearSelection,
    focus: leaveSearch,
  });
  const leave = useCallback(() => (hasSelection ? clear() : open(null)), [hasSelection, clear, open]);
  const clearNarrowing = () => {
    preferences.search(table, '');
    preferences.changeList(table, { filters: [] });
  };
  const isShown = view.isHere && view.error === null;
  return (
    <div className="list-layout" data-open={recordId !== null || undefined}>
      <section className="list" aria-label={label(entity.label)} data-selecting={hasSelection || undefined}>
        <ListHeader entity={entity} view={view} onLeave={leaveSearch} onOpen={open} />
        <DraftsBar entity={entity} openId={recordId} />
        {isShown && view.total !== 0 && (
          <>
            <OnCommand name="selectAll" run={() => selectAll(true)} />
            <DataGrid
              ref={grid}
              entity={entity}
              columns={view.columns}
              sections={view.sections}
              lists={view.lists}
              sort={view.sort}
              subject={view.subject}
              today={view.today}
              rowPx={rowPx}
              activeId={activeId}
              selected={selected}
              onSort={view.sortBy}
              onActivate={activate}
              onOpen={open}
              onStepIn={goInto}
              onSelect={select}
              onSelectLines={selectRange}
              onSelectAll={selectAll}
              onToggleSection={view.toggleSection}
              onEscape={leave}
              commands={commands}
            />
          </>
        )}
        {hasSelection && <BulkBar entity={entity} selected={selected} onClear={clearSelection} />}
        {asked}
        <ListPrint
          entity={entity}
          recordId={recordId}
          columns={view.columns.map(({ name }) => name)}
          queries={view.queries}
        />
        {isShown && view.total === 0 && (
          <NoRows entity={entity} isFiltered={view.isFiltered} onClear={clearNarrowing} />
        )}
        {isShown && (
          <ListAdd
            entity={entity}
            activeId={activeId}
            filters={view.preferences.filters}
            onAdded={setActiveId}
            onLeave={leaveSearch}
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
          tab={tab}
          onTab={setTab}
          onClose={close}
        />
      )}
    </div>
  );
}

/**
 * While a record is open, moving to another row opens that one instead, after a short delay and without a history
 * entry. If the person opens something else during the delay, such as a new record, it stays.
 */
function useFollow(table: string, isOpen: boolean, setActiveId: (id: string) => void): (id: string) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useLatest(isOpen);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (id) => {
      setActiveId(id);
      clearTimeout(timer.current);
      if (!latest.current) return;
      const { hash } = window.location;
      timer.current = setTimeout(() => {
        if (window.location.hash === hash) goTo({ view: 'list', table, recordId: id }, true);
      }, FOLLOW_DELAY_MS);
    },
    [table, latest, setActiveId],
  );
}

interface NoRowsProps {
  entity: AnyEntity;
  isFiltered: boolean;
  onClear: () => void;
}

function NoRows({ entity, isFiltered, onClear }: NoRowsProps) {
  const { t, label, word } = useI18n();
  const bus = useCommandBus();
  const isFilling = useRendererState((state) => state.status?.regions.run.kind === 'filling');
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const storedCount = useRendererState((state) => state.counts[entity.table]);
  const reason = emptyReason({ isFiltered, isFilling, storedCount });
  const isAlone = useAlone();
  const what = label(entity.label);
  return (
    <div className="grid" role="grid" aria-label={what} aria-rowcount={1}>
      <div role="row" aria-rowindex={1} className="grid__empty">
        <div role="gridcell">
          {reason === 'noMatch' ? (
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
              title={
                reason === 'filling'
                  ? t('list.emptyFirstFill.title')
                  : t('list.empty.title', { what: word(entity.label) })
              }
              hint={t(reason === 'filling' ? 'list.emptyFirstFill.hint' : emptyHint(isAlone))}
            >
              {reason === 'empty' && !isReadOnly && (
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
  const { lists } = useRendererStore();
  const { t, text } = useI18n();
  if (view.error === null) return null;
  return (
    <EmptyState
      icon={<TriangleAlert size={28} aria-hidden />}
      title={t('list.failed')}
      hint={errorText(view.error, text)}
    >
      <RecoveryButton error={view.error} onRetry={() => lists.refresh(entity.table)} />
    </EmptyState>
  );
}
