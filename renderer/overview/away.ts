import type { RecentChange } from '#app/contract/history.ts';

export interface ChangedClient {
  root: { table: string; id: string; title: string };
  /** Newest first. */
  changes: RecentChange[];
}

/** Changes grouped by client, most recently changed first. */
export function changesByClient(recent: readonly RecentChange[]): ChangedClient[] {
  const byRoot = new Map<string, ChangedClient>();
  for (const change of [...recent].sort((a, b) => b.at - a.at)) {
    const root = change.root ?? { table: change.table, id: change.id, title: change.title };
    const key = `${root.table}/${root.id}`;
    const known = byRoot.get(key) ?? { root, changes: [] };
    known.changes.push(change);
    byRoot.set(key, known);
  }
  return [...byRoot.values()];
}
