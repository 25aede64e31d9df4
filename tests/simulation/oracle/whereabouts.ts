import type { DeskHost } from '../desk-host.ts';
import type { Save } from './journal.ts';
import { carrierOf, type Ledger } from './ledger.ts';
import { queueRows } from './rows.ts';

export interface Whereabouts {
  /** A desk shows the change as waiting or in need of attention, or a person there has discarded it. */
  isShownAsUnsent(save: Save): boolean;
}

/** Where in the outboxes of all desks what was saved lies; a copy of a laptop has a copy of it. */
export function createWhereabouts(hosts: readonly DeskHost[], ledger: Ledger): Whereabouts {
  const unsent = new Set<string>();
  for (const host of hosts) {
    const rows = queueRows(host, "synced = 0 OR state = 'coalesced'");
    const byChangeId = new Map(rows.map((row) => [row.changeId, row]));
    for (const row of rows) {
      const carrier = carrierOf(row, byChangeId);
      if (!carrier.synced && ['pending', 'sent', 'parked', 'discarded'].includes(carrier.state))
        for (const key of ledger.keysOf(host, row.id)) unsent.add(key);
    }
  }
  return { isShownAsUnsent: ({ key }) => key !== null && (unsent.has(key) || ledger.wasDiscarded(key)) };
}
