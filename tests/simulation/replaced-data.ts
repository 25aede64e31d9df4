import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock, Log } from '#app/contract/ports.ts';
import type { Schema } from '#app/schema/index.ts';
import type { Connection } from '#app/store/database.ts';
import type { Rebuilt } from '#app/store/salvage/bring-work-over.ts';
import { bringWorkOver } from '#app/sync/rebuild-desk.ts';
import { cutOff, empty, garbleHeader, garblePage, pagesOf } from '../support/damage.ts';
import type { SeededRandom } from './random.ts';

/** What was replaced, and what lies beside it. */
export interface ReplacedData {
  /** Null where the file is gone. */
  database: Buffer | null;
  /** Null where this desk keeps no outbox journal. */
  journal: Buffer | null;
}

export interface BringOverOptions extends ReplacedData {
  schema: Schema;
  clock: Clock;
  log: Log;
}

/** As the app does at its start: the work that lies in the old data comes over into an open, migrated database. */
export function bringOver(connection: Connection, options: BringOverOptions): Rebuilt {
  const { database, journal, schema, clock, log } = options;
  return inFolder((folder) => {
    const current = path.join(folder, 'replaced.db');
    const journalFile = path.join(folder, 'outbox.journal');
    if (database !== null) writeFileSync(current, database);
    if (journal !== null) writeFileSync(journalFile, journal);
    return bringWorkOver(connection, {
      current,
      earlier: [],
      isAsked: false,
      taken: new Set(),
      journalFile: journal === null ? null : journalFile,
      nowMs: clock.nowMs(),
      owner: null,
      schema,
      clock,
      log,
    });
  });
}

const OBJECTS = [
  'sync_queue',
  'sync_queue',
  'sync_queue_outbox',
  'cached_tasks',
  'sync_history',
  'receipts',
  'sync_state',
  'drafts',
  'sqlite_schema',
];

/** A database as a broken disk leaves it, and what is wrong with it. */
export function damaged(bytes: Buffer, random: SeededRandom): { database: Buffer | null; how: string } {
  return inFolder((folder) => {
    const file = path.join(folder, 'damaged.db');
    writeFileSync(file, bytes);
    const object = random.pick(OBJECTS);
    const [, how, damage] = random.weighted<[number, string, () => void]>([
      [8, `a page of ${object} is overwritten`, () => garblePage(file, random.pickAny(pagesOf(file, object)) ?? 1)],
      [1, 'its header is overwritten', () => garbleHeader(file)],
      [1, 'half of it is cut off', () => cutOff(file, 0.5)],
      [1, 'it is empty', () => empty(file)],
      [1, 'it is gone', () => rmSync(file)],
    ]);
    damage();
    return { database: existsSync(file) ? readFileSync(file) : null, how };
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'ferry-replaced-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
