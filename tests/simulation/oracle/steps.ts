import { createFold } from '#app/rules/fold.ts';
import { sameJson } from '#app/schema/index.ts';
import { AWAITED } from '../../support/fold-invariant.ts';
import type { DeskHost } from '../desk-host.ts';
import type { ServerHost } from '../server-host.ts';
import type { World } from '../world.ts';
import type { Ledger } from './ledger.ts';
import { cachedRows, queueRows, stateOf } from './rows.ts';

export interface StepChecks {
  /** After each event: what changed on the computers since is as it must be. */
  check(hosts: readonly DeskHost[]): void;
  /** The whole of one computer's data. */
  checkAll(host: DeskHost): void;
}

/** What must hold at every moment. */
export function createStepChecks(world: World, ledger: Ledger, server: ServerHost): StepChecks {
  const commitsSeen = new Map<string, number>();
  const shadows = new Map<string, { generation: number; version: number }>();

  function checkRecord(host: DeskHost, table: string, id: string): void {
    const row = cachedRows(host, table, id).get(id);
    const changes = queueRows(
      host,
      `table_name = ? AND record_id = ? AND
         ((synced = 0 AND state IN ('pending', 'sent', 'parked')) OR change_id IN (${AWAITED}))`,
      [table, id, row?.version ?? 0],
    );
    const deviceId = stateOf(host, 'deviceId', '');
    const generation = stateOf(host, 'generation', 0);
    const isCurrent = row?.generation === generation;
    const shadow =
      row?.shadow == null
        ? undefined
        : { ...row.shadow, version: isCurrent ? row.version : 0, stamps: isCurrent ? row.shadow.stamps : {} };
    // What a replaced data set had made of the record holds the changes that are offered again.
    const folded = changes.filter(({ origin }) => isCurrent || !row || origin === null || origin > row.version);
    const proposals = folded.map(({ operation, data, base, baseVersion, origin, outcome, capped }) => ({
      operation,
      data,
      base,
      baseVersion,
      capped,
      ...(origin === null || outcome === 'conflict' ? {} : { origin }),
    }));
    const expected = createFold(host.schema(), () => deviceId)(table, shadow, proposals);
    const shown = row && { data: row.data, deleted: row.deleted };
    const isSame =
      expected && shown
        ? sameJson(expected.data, shown.data) && expected.deleted === shown.deleted
        : !expected && !shown;
    if (!isSame)
      world.fail('visible row = fold(shadow, unacknowledged changes)', { host: host.name, table, id, expected, shown });

    if (!row?.shadow) return;
    if (!isCurrent) return;
    // What a copy of the computer sent, its original has not sent and cannot ask about.
    for (const change of changes.filter(({ state }) => state === 'sent')) {
      const written = server.written().get(change.changeId);
      if (written?.deviceId === deviceId && written.seq <= row.version && stateOf(host, 'epoch', '') === server.epoch())
        world.fail('no change is folded over a shadow that holds it already', {
          host: host.name,
          table,
          id,
          change,
          written,
        });
    }
  }

  /**
   * What this computer sent and the server took is not taken for never sent: it would be joined with others, or parked. What
   * is offered again counts anew, and what only a copy sent is not known here.
   */
  function checkUnsent(host: DeskHost): void {
    if (stateOf(host, 'epoch', '') !== server.epoch()) return;
    const deviceId = stateOf(host, 'deviceId', '');
    for (const change of queueRows(host, "synced = 0 AND state = 'pending' AND attempts = 0 AND origin IS NULL")) {
      // Data that went back have forgotten it.
      if (ledger.isFromBeforeLoss(host, change.changeId)) continue;
      const written = server.written().get(change.changeId);
      if (written?.deviceId === deviceId && ledger.sent(change.changeId)?.host === host.name)
        world.fail('no change that was sent counts as never sent', { host: host.name, change, written });
    }
  }

  /** Within one data set of the server, news only ever gets newer; a repair may forget a shadow, not turn it back. */
  function checkForward(host: DeskHost, table: string, id: string): void {
    const row = cachedRows(host, table, id).get(id);
    // What nobody had waited for may be gone after a power cut, and comes again.
    const key = `${host.name}#${host.disk.rewinds()} ${table}/${id}`;
    const before = shadows.get(key);
    if (!row?.shadow) return;
    if (before && before.generation === row.generation && row.version < before.version)
      world.fail('a shadow never goes back', { host: host.name, table, id, before, now: row.version });
    shadows.set(key, { generation: row.generation, version: row.version });
  }

  return {
    check(hosts) {
      for (const host of hosts) {
        const commits = host.disk.commits();
        if (commits === commitsSeen.get(host.name)) continue;
        commitsSeen.set(host.name, commits);
        ledger.noteSaved(host);
        checkUnsent(host);
        // Not only what the desk says it has touched: it may have forgotten to.
        const touched = [...host.takeTouched(), ...recordsOf(host, host.disk.takeWrittenChanges())];
        for (const { table, id } of touched) checkForward(host, table, id);
        // A sample keeps a run short; `checkAll` checks everything after each fault phase.
        if (!isFoldingAnew(host)) for (const { table, id } of touched.slice(-3)) checkRecord(host, table, id);
      }
    },
    checkAll(host) {
      for (const { table } of host.schema().entities) {
        for (const id of cachedRows(host, table).keys()) checkRecord(host, table, id);
      }
    },
  };
}

/** After a reset the records the outbox speaks of are folded anew in slices; until the last one, some show what was before. */
function isFoldingAnew(host: DeskHost): boolean {
  return stateOf<number | null>(host, 'refoldAfter', null) !== null;
}

function recordsOf(host: DeskHost, changeIds: readonly string[]): { table: string; id: string }[] {
  const rows = queueRows(host, 'change_id IN (SELECT value FROM json_each(?))', [JSON.stringify(changeIds)]);
  return rows.map(({ table, recordId }) => ({ table, id: recordId }));
}
