import { existsSync, rmSync, statSync } from 'node:fs';
import type { SeededRandom } from '../simulation/random.ts';
import { cutOff, empty, garbleHeader, garblePage, pagesOf } from '../support/damage.ts';

/** What a damaged page may belong to: work that has a second copy, and what the server or nobody needs. */
const OBJECTS = [
  'sync_queue',
  'sync_queue_outbox',
  'sync_queue_by_record',
  'cached_clients',
  'cached_engagements',
  'cached_tasks',
  'cached_tasks_by_id',
  'sync_history',
  'receipts',
  'sqlite_schema',
];

/** Damages a database that nobody has open, as disks and people do. Returns how. */
export function damageDatabase(file: string, random: SeededRandom): string {
  const log = `${file}-wal`;
  const hasLog = existsSync(log) && statSync(log).size > 0;
  const object = random.pick(OBJECTS);
  const kinds: [number, string, () => void][] = [
    [hasLog ? 6 : 0, 'its log is gone', () => rmSync(log)],
    [hasLog ? 4 : 0, 'its log is cut off', () => cutOff(log, random.next())],
    [8, `a page of ${object} is overwritten`, () => damagePage(file, object, random)],
    [2, 'its header is overwritten', () => garbleHeader(file)],
    [2, 'half of it is cut off', () => cutOff(file, 0.5)],
    [1, 'it is empty', () => empty(file)],
    [1, 'it is gone', () => rmSync(file)],
  ];
  const [, how, damage] = random.weighted(kinds);
  damage();
  return how;
}

/** A page that lies in the log alone is not met. */
function damagePage(file: string, object: string, random: SeededRandom): void {
  const page = random.pickAny(pagesOf(file, object));
  if (page !== undefined) garblePage(file, page);
}
