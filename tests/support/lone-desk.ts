import { onTestFinished } from 'vitest';
import { failed, ok } from '#app/contract/errors.ts';
import type { Ack, SyncRequest, SyncResponse } from '#app/contract/protocol.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';
import { openConnection, readMigrations } from '#app/store/open.ts';
import type { JournalFile } from '#app/store/outbox-journal/file.ts';
import { createWorkingDesk } from '#app/sync/working-desk.ts';
import type { Transport } from '#app/transport/transport.ts';
import { clientMigrations } from './client-migrations.ts';
import { createIds } from './ids.ts';
import { aMemoryDatabase } from './memory-database.ts';
import { quietLog } from './quiet-log.ts';
import { createVirtualClock } from './virtual-clock.ts';

const unheard = async () => failed({ code: 'network.failed', action: 'wait' } as const);

/**
 * A whole desk under a virtual clock, signed in to a server that has no records and accepts everything; `calls` says
 * what it was asked. A test replaces single answers through `server`.
 */
export function aLoneDesk({
  file = ':memory:',
  journalFile = undefined as JournalFile | undefined,
  clock = createVirtualClock(),
  yieldToLoop = async (): Promise<void> => undefined,
} = {}) {
  const calls: string[] = [];
  const requests: SyncRequest[] = [];
  let seq = 0;
  const accept = async (request: SyncRequest) => {
    const acks = request.changes.map(({ changeId }): Ack => ({ changeId, outcome: 'applied', version: ++seq }));
    const head = { ticket: 't', round: request.round, epoch: 'e-1', epochSeq: 0 };
    const nothing = { acks: [], feed: [], cursor: request.cursor, more: false };
    const answer: SyncResponse =
      request.epoch === null
        ? { ...head, ...nothing, reset: 'epoch' }
        : { ...head, ...nothing, acks, cursor: Math.max(seq, request.cursor), digest: {} };
    return ok(answer);
  };
  const server: Transport = {
    sync: accept,
    snapshot: async () => ok({ epoch: 'e-1', asOf: seq, records: [], next: null, total: 0 }),
    digest: unheard,
    activity: unheard,
    people: unheard,
    health: async () => ok({ service: 'ferry', protocol: 1, time: 0 }),
    signIn: unheard,
    signOut: async () => ok(undefined),
    preferences: unheard,
    confirmRemoval: unheard,
    rotate: async () => ok({ token: 'token-0123456789-0123456789', expiresAt: 0 }),
    subscribe: () => () => undefined,
  };
  const counted = <K extends 'sync' | 'snapshot' | 'rotate' | 'health'>(name: K) => {
    calls.push(name);
    return server[name];
  };
  const desk = createWorkingDesk({
    connection:
      file === ':memory:'
        ? aMemoryDatabase()
        : openConnection({ file, migrations: readMigrations(clientMigrations), log: quietLog }),
    journalFile,
    schema: ferrySchema,
    transport: {
      ...server,
      sync: (request, options) => {
        requests.push(request);
        return counted('sync')(request, options);
      },
      snapshot: (query, options) => counted('snapshot')(query, options),
      rotate: (options) => counted('rotate')(options),
      health: (options) => counted('health')(options),
      subscribe: (onWake) => server.subscribe(onWake),
    },
    clock,
    random: () => 0.5,
    ids: createIds('ana'),
    log: quietLog,
    yieldToLoop,
    onRotation: () => undefined,
  });
  onTestFinished(() => desk.dispose());
  return {
    desk,
    clock,
    server,
    calls,
    requests,
    accept,
    save: (operation: 'insert' | 'update' | 'delete', recordId: string, data: RecordData = {}) =>
      desk.operations.queueChange('clients', operation, recordId, data, undefined),
    /** Ids of the changes that were sent so far. */
    sent: () => requests.flatMap(({ changes }) => changes.map(({ changeId }) => changeId)),
    /** What the pill shows. */
    shows: () => desk.status().display.kind,
  };
}
