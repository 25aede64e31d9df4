import { type DeskRows, keyOf, type ServerRows } from './read.ts';

/**
 * Changes that wait though they could be uploaded; one line each. A server that was put back may have forgotten a record
 * whose insert was refused then: what others changed in it has to wait until a person decides about that insert, and with it
 * what was saved together with it, after it or below it.
 */
export function findUnexplainedWaiting(server: ServerRows, desks: ReadonlyMap<string, DeskRows>): string[] {
  const refused = new Set(
    [...desks.values()].flatMap(({ kept }) =>
      kept
        .filter(({ operation, state }) => operation === 'insert' && (state === 'parked' || state === 'discarded'))
        .map(({ table, recordId }) => keyOf(table, recordId)),
    ),
  );
  return [...desks].flatMap(([name, { kept }]) => {
    const held = new Set([...refused].filter((key) => !server.records.has(key)));
    const waiting = kept.filter(({ state }) => state === 'pending' || state === 'sent');
    for (let before = -1; before < held.size; ) {
      before = held.size;
      for (const { table, recordId, txnId, data } of waiting) {
        const keys = [keyOf(table, recordId), ...(txnId === null ? [] : [`txn ${txnId}`])];
        if ([...keys, ...parentsIn(data)].some((key) => held.has(key))) for (const key of keys) held.add(key);
      }
    }
    return waiting
      .filter(({ table, recordId }) => !held.has(keyOf(table, recordId)))
      .map(({ table, recordId, operation }) => `${name} does not send its ${operation} of ${table}/${recordId}`);
  });
}

function parentsIn(json: string): string[] {
  const { clientId, engagementId } = JSON.parse(json) as Record<string, string | null | undefined>;
  return [
    ...(clientId ? [keyOf('clients', clientId)] : []),
    ...(engagementId ? [keyOf('engagements', engagementId)] : []),
  ];
}
