import { describe, expect, it } from 'vitest';
import { aWorkbench } from '../../support/workbench.ts';

describe('frequent queries use an index', () => {
  it.each([
    ['stale records', `SELECT id FROM cached_tasks WHERE rowid > 1 ORDER BY rowid LIMIT 100`],
    [
      'versions of a range',
      `SELECT id, version FROM cached_tasks WHERE generation = 1 AND shadow IS NOT NULL AND id > 'a' ORDER BY id`,
    ],
    [
      'children',
      `SELECT id FROM cached_tasks WHERE engagementId = 'x' COLLATE NOCASE AND engagementId = 'x' AND deleted = 0 ORDER BY id`,
    ],
    [
      'changes of a record',
      `SELECT id FROM sync_queue WHERE table_name = 'x' AND record_id = 'x' AND synced = 0 ORDER BY id`,
    ],
    [
      'the outbox',
      `SELECT id FROM sync_queue INDEXED BY sync_queue_outbox WHERE synced = 0 AND state IN ('pending', 'sent') AND id > 0 ORDER BY id LIMIT 9`,
    ],
    [
      'when the next postponed change is due',
      `SELECT min(next_attempt_at) FROM sync_queue INDEXED BY sync_queue_postponed
       WHERE synced = 0 AND state IN ('pending', 'sent') AND next_attempt_at > 1`,
    ],
  ])('%s', (_case, sql) => {
    const { connection } = aWorkbench();
    const plan = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    for (const { detail } of plan) expect(detail).toMatch(/USING (COVERING )?INDEX|USING INTEGER PRIMARY KEY/);
  });
});
