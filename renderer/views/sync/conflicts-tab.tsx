import { Handshake } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { ConflictCard } from './conflict-card.tsx';

/** Values that two people changed at the same time: what it was, what each wrote, and which shall stay. */
export function ConflictsTab() {
  const { client } = useDesk();
  const { t } = useSpeech();
  const { value, reload } = useSyncAnswer(() => client.listConflicts({ isOpen: true }), [client]);
  if (value === undefined) return null;
  if (value.length === 0) {
    return (
      <EmptyState
        icon={<Handshake size={28} aria-hidden />}
        title={t('sync.conflicts.empty')}
        hint={t('sync.conflicts.emptyHint')}
      />
    );
  }
  const alikeAs = (table: string, field: string | undefined) =>
    value.filter((other) => other.table === table && other.fields.some((each) => each.field === field)).length;
  return (
    <ul className="cards">
      {value.map((conflict) => (
        <ConflictCard
          key={conflict.conflictId}
          conflict={conflict}
          alikeCount={alikeAs(conflict.table, conflict.fields[0]?.field)}
          onResolved={reload}
        />
      ))}
    </ul>
  );
}
