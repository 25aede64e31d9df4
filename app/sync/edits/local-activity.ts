import { type Activity, type ActivityPage, type ActivityQuery, WHOLE_RECORD } from '#app/contract/protocol.ts';
import type { QueueRow } from '#app/store/queue.ts';
import type { Store } from '#app/store/store.ts';

const PAGE_SIZE = 50;

/**
 * The history of a record on a desk without a server, read from the edits in its outbox: what the server's activity is
 * otherwise. An entry's sequence is its place in the record's history.
 */
export function createLocalActivity({ queue, state }: Pick<Store, 'queue' | 'state'>) {
  return ({ table, recordId, before, limit = PAGE_SIZE }: ActivityQuery): ActivityPage => {
    const person = { id: state.get('personId'), name: state.get('alone')?.name ?? '' };
    const trail = queue.trailOf(table, recordId);
    const end = before === undefined ? trail.length : Math.min(trail.length, Math.max(0, before - 1));
    const start = Math.max(0, end - limit);
    const entries = trail.slice(start, end).map(
      (row, index): Activity => ({
        seq: start + index + 1,
        at: row.createdAt,
        personId: person.id,
        personName: person.name,
        deviceId: state.get('deviceId'),
        deviceName: '',
        changeId: row.changeId,
        operation: row.operation,
        fields: fieldsOf(row),
      }),
    );
    return { entries: entries.reverse(), next: start === 0 ? null : start + 1 };
  };
}

function fieldsOf({ operation, data, base }: QueueRow): Activity['fields'] {
  if (operation === 'delete') return { [WHOLE_RECORD]: { from: false, to: true } };
  const fields = Object.entries(data).map(([field, to]) => [field, { from: base[field] ?? null, to }]);
  return Object.fromEntries(fields);
}
