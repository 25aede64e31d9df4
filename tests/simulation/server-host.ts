import type { Clock } from '#app/contract/ports.ts';
import {
  digestQuerySchema,
  rotationRequestSchema,
  signInRequestSchema,
  snapshotQuerySchema,
  syncRequestSchema,
} from '#app/contract/protocol.ts';
import type { Schema } from '#app/schema/index.ts';
import { createSessions, type Sessions } from '../../server/auth/sessions.ts';
import { beginEpoch } from '../../server/core/epochs.ts';
import { createSyncService, type SyncService } from '../../server/core/sync-service.ts';
import { parsed, toError, toProblem } from '../../server/http/problem.ts';
import type { Database, SqlRow } from '../../server/storage/database.ts';
import { listFirms } from '../../server/storage/firms.ts';
import { createSqliteDatabase, type SqliteDatabase } from '../../server/storage/sqlite.ts';
import { yieldToLoop } from '../../server/system.ts';
import { createIds } from './random.ts';
import { FIRST_EPOCH } from './templates.ts';
import { createTraceLog, type World } from './world.ts';

/** What a mutant may put around the server's parts; the product's code stays as it is. */
export interface ServerTamper {
  storage?(storage: Database, world: World): Database;
  service?(service: SyncService, world: World): SyncService;
}

export type Route = 'sync' | 'snapshot' | 'digest' | 'session' | 'rotate' | 'health' | 'activity';

export interface Answer {
  status: number;
  /** JSON text, as it would go over the wire. */
  body: string;
}

export interface ServerHost {
  isUp(): boolean;
  /** Null where the server was down, or went down before it could answer. */
  handle(route: Route, token: string | null, body: unknown): Promise<Answer | null>;
  /** Dies at the commit of a write to come. */
  crashAtCommit(commitsFromNow: number, when: 'before' | 'after'): void;
  crash(): void;
  /** Comes up again over the same data, perhaps with a newer schema. */
  start(schema?: Schema): void;
  backUp(): Buffer;
  /** Puts an old backup in place, as an operator does with the command for it: a new epoch begins. */
  restore(bytes: Buffer): Promise<void>;
  /** Reports every commit of the firm, while up. */
  onCommit(listener: () => void): () => void;
  /** The data as it lies there, for whoever checks it. */
  storage(): SqliteDatabase;
  epoch(): string;
  /** By change id: the sequence under which it was written into the present data set, and for which device. */
  written(): ReadonlyMap<string, { seq: number; deviceId: string }>;
  clock: Pick<Clock, 'nowMs'>;
  jumpClock(ms: number): void;
  /** Its clock was never set wrong. */
  isOnTime(): boolean;
  schema(): Schema;
  dispose(): Promise<void>;
}

export interface ServerHostOptions {
  world: World;
  bytes: Buffer;
  schema: Schema;
  /** A few records, so that answers are cut short here as large records cut them short elsewhere. */
  maxPageBytes: number;
  tamper?: ServerTamper | undefined;
}

/** How the server's trail says that all of a new record was written. */
export const WHOLE_NEW_RECORD = '+';

/** Nothing but the virtual clock decides what comes next. */
async function goOn(): Promise<void> {}

class ServerDied extends Error {}

/** The real sync service over a real SQLite database, without HTTP: it crashes, restarts and goes back to a backup. */
export function createServerHost({
  world,
  bytes,
  schema: firstSchema,
  maxPageBytes,
  tamper,
}: ServerHostOptions): ServerHost {
  const random = world.random.fork('server');
  const log = createTraceLog(world, 'server');
  const listeners = new Set<() => void>();
  let clockOffsetMs = 0;
  const clock = { nowMs: () => Math.floor(world.clock.nowMs()) + clockOffsetMs };
  const ids = createIds(random.fork('ids'), clock.nowMs);
  let schema = firstSchema;
  let storage = createSqliteDatabase({ file: bytes, yieldToLoop: goOn });
  let incarnation = 0;
  let isUp = false;
  let crashPoint: { writesLeft: number; when: 'before' | 'after' } | null = null;
  let written = new Map<string, { seq: number; deviceId: string }>();
  let epoch = FIRST_EPOCH;
  let hasJumped = false;
  let sessions: Sessions;
  let sync: SyncService;

  function die(): void {
    if (!isUp) return;
    isUp = false;
    incarnation += 1;
    crashPoint = null;
    world.trace('server', 'DIES');
  }

  /** The storage as a process sees it: commits are where it may die. */
  function mount(): Database {
    const mine = incarnation;
    const real = storage;
    const check = (): void => {
      if (mine !== incarnation) throw new ServerDied();
    };
    const crashing: Database = {
      ...real,
      async transaction(scope, work) {
        check();
        let strikesNow = false;
        const traces: SqlRow[] = [];
        const result = await real.transaction(scope, async (tx) => {
          check();
          const value = await work({
            ...tx,
            async insert(table, rows) {
              if (table.name === 'activity') traces.push(...rows);
              await tx.insert(table, rows);
            },
          });
          if (scope.mode === 'write' && crashPoint !== null) {
            crashPoint.writesLeft -= 1;
            strikesNow = crashPoint.writesLeft <= 0;
          }
          if (strikesNow && crashPoint?.when === 'before') {
            world.met('server died just before a commit');
            die();
            throw new ServerDied();
          }
          return value;
        });
        for (const row of traces) {
          written.set(String(row.change_id), { seq: Number(row.seq), deviceId: String(row.device_id) });
        }
        if (strikesNow) {
          world.met('server died just after a commit');
          die();
          throw new ServerDied();
        }
        return result;
      },
    };
    return tamper?.storage?.(crashing, world) ?? crashing;
  }

  function start(newSchema?: Schema): void {
    if (newSchema) schema = newSchema;
    if (isUp) die();
    isUp = true;
    const mine = incarnation;
    const mounted = mount();
    sessions = createSessions({
      storage: mounted,
      clock,
      ids,
      passwords: { hash: async () => 'x', verify: async () => true },
      throttle: { begin: async () => ({ succeeded: async () => undefined, abandoned: async () => undefined }) },
    });
    const service = createSyncService({
      storage: mounted,
      schema,
      clock,
      ids,
      log,
      yieldToLoop,
      maxPageBytes,
    });
    sync = tamper?.service?.(service, world) ?? service;
    storage.onCommit(() => {
      if (mine !== incarnation) return;
      for (const listener of listeners) listener();
    });
    world.trace('server', `is up with schema ${schema.version}`);
  }

  async function route(name: Route, token: string | null, body: unknown): Promise<unknown> {
    if (name === 'health') return { service: 'ferry', protocol: 1, time: clock.nowMs() };
    if (name === 'session') return sessions.signIn(parsed(signInRequestSchema, body), 'address');
    const session = await sessions.authenticate(token ?? undefined);
    switch (name) {
      case 'sync': {
        const answer = await sync.sync(session, parsed(syncRequestSchema, body));
        epoch = answer.epoch;
        return answer;
      }
      case 'snapshot':
        return sync.snapshot(session, parsed(snapshotQuerySchema, body));
      case 'digest':
        return sync.digest(session, parsed(digestQuerySchema, body));
      case 'activity':
        throw new Error('Not part of the simulation.');
      case 'rotate':
        return sessions.rotate(session, parsed(rotationRequestSchema, body));
    }
  }

  start();

  return {
    isUp: () => isUp,
    async handle(name, token, body) {
      if (!isUp) return null;
      const mine = incarnation;
      try {
        const value = await route(name, token, body);
        return mine === incarnation ? { status: 200, body: JSON.stringify(value) } : null;
      } catch (thrown) {
        if (thrown instanceof ServerDied || mine !== incarnation) return null;
        const problem = toProblem(toError(thrown), 'request');
        if (problem.code === 'server.failed') world.fail('the server never fails by itself', thrown);
        return { status: problem.status, body: JSON.stringify(problem) };
      }
    },
    crashAtCommit(commitsFromNow, when) {
      crashPoint = { writesLeft: commitsFromNow, when };
    },
    crash: die,
    start,
    backUp: () => storage.serialize(),
    async restore(backup) {
      die();
      await storage.dispose();
      storage = createSqliteDatabase({ file: backup, yieldToLoop: goOn });
      await storage.transaction({ kind: 'operator', mode: 'write' }, async (tx) => {
        for (const firm of await listFirms(tx)) {
          const begun = await beginEpoch(tx, firm, ids.next(), clock.nowMs());
          epoch = begun.epoch;
        }
        type Row = { change_id: string; seq: number; device_id: string };
        const rows = await tx.all<Row>('SELECT change_id, seq, device_id FROM activity');
        written = new Map(rows.map((row) => [row.change_id, { seq: row.seq, deviceId: row.device_id }]));
      });
      start();
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    storage: () => storage,
    epoch: () => epoch,
    written: () => written,
    clock,
    jumpClock(ms) {
      clockOffsetMs += ms;
      hasJumped = true;
    },
    isOnTime: () => !hasJumped,
    schema: () => schema,
    dispose: () => storage.dispose(),
  };
}
