import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { quickActionOf } from '../record/quick-actions.ts';
import { Tick } from '../record/tick.tsx';
import { useQuickActions } from '../record/use-quick-actions.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useLists } from '../store/use-lists.ts';
import { DueRow } from './due-row.tsx';
import type { WorkList } from './work.ts';

const MOST_SHOWN = 12;

/** One entity's records in a section; tick and list keys act on the focused row. */
export function WorkGroup({ list, today }: { list: WorkList; today: string }) {
  const { entity, query, filters } = list;
  const { t, word } = useI18n();
  const { preferences } = useRendererStore();
  const rows = useRef<HTMLUListElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const refocus = () => rows.current?.querySelector<HTMLElement>(`[data-id="${focused}"] a`)?.focus();
  const { run, question } = useQuickActions(entity, refocus);
  const sources = useMemo(() => [{ table: entity.table, query }], [entity, query]);
  const [shown] = useLists(sources) ?? [];
  const total = shown?.total ?? 0;
  const ids = Array.from({ length: Math.min(total, MOST_SHOWN) }, (_, index) => shown?.idAt(index));

  function onKeyDown(event: KeyboardEvent) {
    const row = event.target instanceof Element ? event.target.closest('[data-id]') : null;
    const id = row?.getAttribute('data-id') ?? null;
    if (id === null || event.metaKey || event.ctrlKey || event.altKey) return;
    const action = quickActionOf(entity, event.key);
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
    if (action === undefined && step === undefined) return;
    event.preventDefault();
    if (action !== undefined) return run(action, [id], row);
    const all = [...document.querySelectorAll<HTMLElement>('.work [data-id] a')];
    const at = all.findIndex((link) => row?.contains(link));
    all[at + (step ?? 0)]?.focus();
  }
  function showAll() {
    preferences.changeList(entity.table, { filters, sort: query.sort, groupBy: null });
    goTo({ view: 'list', table: entity.table, recordId: null });
  }
  return (
    <>
      <ul
        ref={rows}
        className="work__rows"
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocused(event.target.closest('[data-id]')?.getAttribute('data-id') ?? null)}
      >
        {ids.map((id) =>
          id === undefined ? null : <WorkRow key={id} entity={entity} id={id} today={today} onTick={run} />,
        )}
      </ul>
      {question}
      {total > MOST_SHOWN && (
        <Button look="quiet" onPress={showAll}>
          {t('overview.showAll', { count: total, what: word(entity.label) })}
        </Button>
      )}
    </>
  );
}

interface WorkRowProps {
  entity: AnyEntity;
  id: string;
  today: string;
  onTick: (action: 'complete', ids: readonly string[], anchor: null) => void;
}

function WorkRow({ entity, id, today, onTick }: WorkRowProps) {
  const record = useRendererState((state) => state.records[recordKey(entity.table, id)]);
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  if (record === undefined) return null;
  return (
    <li className="work__row" data-id={id}>
      {!isReadOnly && (
        <Tick
          entity={entity}
          data={record.data}
          title={String(record.data[entity.title] ?? '')}
          onTick={() => onTick('complete', [id], null)}
        />
      )}
      <DueRow entity={entity} id={id} today={today} />
    </li>
  );
}
