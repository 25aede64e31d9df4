import { Handshake } from 'lucide-react';
import type { StoredConflict } from '#app/contract/queue.ts';
import { AsyncResult } from '../components/async-result.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { useListFocus } from '../components/use-list-focus.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useSyncAnswer } from '../store/use-async.ts';
import { ConflictCard } from './conflict-card.tsx';
import { DecidedConflicts } from './decided-conflicts.tsx';

/** Open conflicts: the original value, both changes, and the choice between them. */
export function ConflictsTab() {
  const { client } = useRendererStore();
  const { t, formats } = useI18n();
  const count = useRendererState((state) => state.status?.regions.counts.conflicts ?? 0);
  const answer = useSyncAnswer(() => client.listConflicts({ isOpen: true }), [client]);
  const box = useListFocus<HTMLDivElement>(answer.value?.length);
  return (
    <>
      <div ref={box}>
        <AsyncResult answer={answer}>
          {(open) => (
            <>
              {open.length === 0 && (
                <EmptyState
                  icon={<Handshake size={28} aria-hidden />}
                  title={t('sync.conflicts.empty')}
                  hint={t('sync.conflicts.emptyHint')}
                />
              )}
              <ul className="cards">
                {open.map((conflict) => (
                  <ConflictCard
                    key={conflict.conflictId}
                    conflict={conflict}
                    alikeCount={open.filter((other) => isAlike(other, conflict)).length}
                    onResolved={answer.reload}
                  />
                ))}
              </ul>
              {count > open.length && open.length > 0 && (
                <p className="show-more muted tabular">
                  {t('sync.conflicts.more', { shown: formats.number(open.length), count })}
                </p>
              )}
            </>
          )}
        </AsyncResult>
      </div>
      <DecidedConflicts onOpened={answer.reload} />
    </>
  );
}

/** The same fields of the same table: `resolveConflictsAlike` decides them together. */
function isAlike(a: StoredConflict, b: StoredConflict): boolean {
  const fieldsOf = ({ fields }: StoredConflict) =>
    fields
      .map(({ field }) => field)
      .sort()
      .join();
  return a.table === b.table && fieldsOf(a) === fieldsOf(b);
}
