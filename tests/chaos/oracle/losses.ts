import type { Act, LedgerChange } from '../ledger.ts';
import { type DeskRows, keyOf, type ServerRows } from './read.ts';

const TOKEN = /~[a-z]+\d{6,}~/g;

interface Evidence {
  server: ServerRows;
  desks: ReadonlyMap<string, DeskRows>;
  acts: readonly Act[];
}

/**
 * The promise, read off rows: each text that somebody saved is there, or was changed or deleted by somebody who had seen
 * it, or lies in a conflict, or is kept at its desk as refused or waiting. Each deletion took hold, or is asked about.
 */
export function findLosses(evidence: Evidence): string[] {
  const index = indexActs(evidence.acts);
  const found: string[] = [];
  for (const act of evidence.acts) {
    if (!act.isSaved) continue;
    for (const change of act.changes) {
      if (change.operation === 'delete') {
        if (!deletionHolds(evidence, index, act, change)) found.push(describe(act, change, 'the deletion is gone'));
        continue;
      }
      for (const { field, token } of writtenTokens(act, change)) {
        if (isKept(evidence, index, act, change, field, token)) continue;
        found.push(describe(act, change, `${token} in ${field} is gone`));
      }
    }
  }
  return found;
}

type ActIndex = ReadonlyMap<string, readonly { act: Act; change: LedgerChange }[]>;

function indexActs(acts: readonly Act[]): ActIndex {
  const all = acts.flatMap((act) => act.changes.map((change) => ({ act, change })));
  return Map.groupBy(all, ({ change }) => change.recordId);
}

/** Tokens an act put where the person had not seen them; what an undo or a decision brings back is written anew. */
function writtenTokens(act: Act, change: LedgerChange): { field: string; token: string }[] {
  const before = act.screens.find(({ recordId }) => recordId === change.recordId)?.data ?? {};
  return Object.entries(change.data).flatMap(([field, value]) => {
    const seen = JSON.stringify(before[field] ?? null);
    const tokens = JSON.stringify(value).match(TOKEN) ?? [];
    return tokens.filter((token) => !seen.includes(token)).map((token) => ({ field, token }));
  });
}

function isKept(
  { server, desks, acts }: Evidence,
  index: ActIndex,
  act: Act,
  change: LedgerChange,
  field: string,
  token: string,
): boolean {
  const { table, recordId } = change;
  const row = server.records.get(keyOf(table, recordId));
  if (row && !row.isDeleted && JSON.stringify(row.data[field] ?? null).includes(token)) return true;
  for (const desk of desks.values()) {
    if (desk.conflicts.some((each) => each.recordId === recordId && each.fields.includes(token))) return true;
    if (desk.kept.some((each) => each.recordId === recordId && each.data.includes(token))) return true;
  }
  const about = index.get(recordId) ?? [];
  // An edit and its undoing that go out together change nothing, so at another desk whoever had seen the text before both
  // could remove it.
  const first = act.act === 'undo' ? about.find((each) => hasWritten(each, field, token))?.act : undefined;
  for (const other of about) {
    const couldSee = isAfter(other.act, act) || (first && other.act.desk !== act.desk && isAfter(other.act, first));
    if (couldSee && hasRemoved(other, field, token)) return true;
  }
  return acts.some(
    (other) => isAfter(other, act) && (hasSettled(other, recordId, token) || mayHaveUndone(other, change)),
  );
}

/** A desk that was killed meanwhile could not say what it put in the place of what it undid. */
function mayHaveUndone({ act, isSaved, shown }: Act, { changeId }: LedgerChange): boolean {
  return act === 'undo' && !isSaved && changeId !== undefined && JSON.stringify(shown ?? null).includes(changeId);
}

/** Only what came later can have seen it: on the same desk by number, elsewhere by the machine's clock. */
function isAfter(act: Act, earlier: Act): boolean {
  return act.desk === earlier.desk ? act.n > earlier.n : act.atMs > earlier.atMs;
}

function hasWritten({ act, change }: { act: Act; change: LedgerChange }, field: string, token: string): boolean {
  return act.act !== 'undo' && writtenTokens(act, change).some((each) => each.field === field && each.token === token);
}

function hasRemoved({ act, change }: { act: Act; change: LedgerChange }, field: string, token: string): boolean {
  const seen = act.screens.find(({ recordId }) => recordId === change.recordId)?.data;
  if (!seen) return false;
  if (change.operation === 'delete') return JSON.stringify(seen).includes(token);
  if (!JSON.stringify(seen[field] ?? null).includes(token)) return false;
  return field in change.data && !JSON.stringify(change.data[field] ?? null).includes(token);
}

/** Somebody had both sides of a conflict, or the data of a refused change, before them, and decided. */
function hasSettled({ act, shown, screens }: Act, recordId: string, token: string): boolean {
  if (act !== 'resolve' && act !== 'discard') return false;
  const text = JSON.stringify(shown ?? null);
  if (!text.includes(recordId)) return false;
  if (text.includes(token)) return true;
  // Over the whole record: it went with everything that was on the screen.
  const seen = screens.find((screen) => screen.recordId === recordId)?.data;
  return text.includes('"*"') && JSON.stringify(seen ?? null).includes(token);
}

function deletionHolds({ server, desks, acts }: Evidence, index: ActIndex, act: Act, change: LedgerChange): boolean {
  const { table, recordId } = change;
  const row = server.records.get(keyOf(table, recordId));
  if (!row || row.isDeleted) return true;
  for (const desk of desks.values()) {
    if (desk.conflicts.some((each) => each.recordId === recordId && each.fields.includes('"*"'))) return true;
    if (desk.kept.some((each) => each.recordId === recordId && each.operation === 'delete')) return true;
  }
  // Undone, restored, or decided otherwise by somebody later: retrying the very edit that the deletion hides is one such decision.
  if ((index.get(recordId) ?? []).some((other) => other.change.operation === 'insert' && isAfter(other.act, act))) {
    return true;
  }
  return acts.some((other) => {
    const isDecision = ['resolve', 'discard', 'undo', 'retry'].includes(other.act);
    return isDecision && isAfter(other, act) && JSON.stringify([other.shown, other.changes]).includes(recordId);
  });
}

function describe({ desk, n, act }: Act, { changeId, operation, table, recordId }: LedgerChange, what: string): string {
  return `${desk} #${n} ${act} (${operation} of ${table}/${recordId}, change ${changeId ?? 'unknown'}): ${what}`;
}
