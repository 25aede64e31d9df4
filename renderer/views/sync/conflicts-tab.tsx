import { Handshake } from 'lucide-react';
import type { StoredConflict } from '#app/contract/records.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { useKeptFocus } from '../../hooks/use-kept-focus.ts';
import { ConflictCard } from './conflict-card.tsx';

/** Values that two people changed at the same time: what it was, what each wrote, and which shall stay. */
export function ConflictsTab() {
  const { client } = useDesk();
  const { t } = useSpeech();
  const { value, reload } = useSyncAnswer(() => client.listConflicts({ isOpen: true }), [client]);
  const box = useKeptFocus<HTMLDivElement>(value?.length);
  return (
    <div ref={box}>
      {value?.length === 0 && (
        <EmptyState
          icon={<Handshake size={28} aria-hidden />}
          title={t('sync.conflicts.empty')}
          hint={t('sync.conflicts.emptyHint')}
        />
      )}
      <ul className="cards">
        {value?.map((conflict) => (
          <ConflictCard
            key={conflict.conflictId}
            conflict={conflict}
            alikeCount={value.filter((other) => isAlike(other, conflict)).length}
            onResolved={reload}
          />
        ))}
      </ul>
    </div>
  );
}

/** Over the same fields of the same table: what `resolveConflictsAlike` decides together. */
function isAlike(a: StoredConflict, b: StoredConflict): boolean {
  const fieldsOf = ({ fields }: StoredConflict) =>
    fields
      .map(({ field }) => field)
      .sort()
      .join();
  return a.table === b.table && fieldsOf(a) === fieldsOf(b);
}
