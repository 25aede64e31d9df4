import type { PreferenceEntry } from '#app/contract/preferences.ts';
import type { SqlRow, Transaction } from './database.ts';
import { preferencesTable } from './tables.ts';

interface PersonKey {
  firmId: string;
  personId: string;
}

interface PreferenceRow extends SqlRow {
  kind: string;
  id: string;
  value: string | null;
  changed_at: number;
}

export async function readPreferences(tx: Transaction, { firmId, personId }: PersonKey): Promise<PreferenceEntry[]> {
  const rows = await tx.all<PreferenceRow>(
    'SELECT kind, id, value, changed_at FROM preferences WHERE firm_id = ? AND person_id = ?',
    [firmId, personId],
  );
  return rows.map(({ kind, id, value, changed_at }) => ({ kind, id, value, at: changed_at }));
}

/** Writes what differs between the two documents. */
export async function replacePreferences(
  tx: Transaction,
  { firmId, personId }: PersonKey,
  before: readonly PreferenceEntry[],
  after: readonly PreferenceEntry[],
): Promise<void> {
  const isIn = (entries: readonly PreferenceEntry[]) => {
    const byKey = new Map(entries.map((entry) => [`${entry.kind}/${entry.id}`, entry]));
    return ({ kind, id }: PreferenceEntry) => byKey.get(`${kind}/${id}`);
  };
  const [known, kept] = [isIn(before), isIn(after)];
  for (const entry of before) {
    if (kept(entry) !== undefined) continue;
    await tx.write('DELETE FROM preferences WHERE firm_id = ? AND person_id = ? AND kind = ? AND id = ?', [
      firmId,
      personId,
      entry.kind,
      entry.id,
    ]);
  }
  const changed = after.filter((entry) => {
    const old = known(entry);
    return old?.at !== entry.at || old.value !== entry.value;
  });
  if (changed.length === 0) return;
  await tx.upsert(
    preferencesTable,
    changed.map(({ kind, id, value, at }) => ({
      firm_id: firmId,
      person_id: personId,
      kind,
      id,
      value,
      changed_at: at,
    })),
  );
}
