import {
  type AnyEntity,
  type JsonValue,
  type MergePolicy,
  policyOf,
  type RecordData,
  sameJson,
} from '#app/schema/index.ts';
import { canJoin, isCommutative } from './merge.ts';
import type { Proposal } from './record-state.ts';
import { lines } from './text-tokens.ts';

type Content = Pick<Proposal, 'operation' | 'data' | 'base'>;

/** One field of both changes, and what the record has there now. */
interface Both {
  mine: JsonValue;
  before: JsonValue;
  later: JsonValue;
  laterBefore: JsonValue;
  theirs: JsonValue;
}

/**
 * What a refused change still has to say after a later one of the same device, saved over it, was taken by the server: nothing
 * that was changed again there, since its writer had this one on the screen. Left as it was, it would stand on the screen
 * again, and on the server once it is offered again. A stamp does not show it where the later one put back what there was.
 * Differences to sums are still to be added. Null where nothing changes.
 * @param record values of the record with the later one in it, as far as they are known
 */
export function afterReversed(
  entity: AnyEntity,
  change: Content,
  later: Content,
  record: RecordData,
): { data: RecordData; base: RecordData } | null {
  if (change.operation !== 'update' || later.operation !== 'update') return null;
  const data: RecordData = { ...change.data };
  const base: RecordData = { ...change.base };
  for (const [field, mine] of Object.entries(change.data)) {
    const said = later.data[field];
    if (said === undefined) continue;
    const both: Both = {
      mine,
      before: base[field] ?? null,
      later: said,
      laterBefore: later.base?.[field] ?? null,
      theirs: record[field] ?? said,
    };
    const rest = restOf(policyOf(entity, field), both);
    data[field] = rest.mine;
    base[field] = rest.before;
  }
  return sameJson(data, change.data) ? null : { data, base };
}

/**
 * Whether a later change takes a sum back to what it was before an earlier one, as an undo does. Without the earlier one it would
 * take away what was never added.
 */
export function reversesSum(entity: AnyEntity, earlier: Content, later: Content): boolean {
  if (earlier.operation !== 'update' || later.operation !== 'update') return false;
  return Object.entries(earlier.data).some(([field, value]) => {
    const isBack = later.data[field] !== undefined && sameJson(later.data[field], earlier.base?.[field] ?? null);
    return isBack && policyOf(entity, field) === 'add' && sameJson(later.base?.[field] ?? null, value);
  });
}

/** What one field of a change has left to say, with the base of that. */
export function restOf(policy: MergePolicy, both: Both): Pick<Both, 'mine' | 'before'> {
  const { mine, before, later, theirs } = both;
  if (policy === 'union') return { mine: withoutElements(both), before };
  if (isCommutative(policy)) return { mine, before };
  if (!canJoin(policy)) return { mine: theirs, before: theirs };
  if (sameJson(later, before)) return { mine: before, before };
  return { mine: policy === 'text' ? withoutLines(both) : mine, before };
}

/** Of the elements that the later one added or removed, none is added or removed. */
function withoutElements({ mine, before, later, laterBefore }: Both): JsonValue {
  const isDecided = new Set(elements(laterBefore)).symmetricDifference(new Set(elements(later)));
  return [
    ...elements(mine).filter((element) => !isDecided.has(element)),
    ...elements(before).filter((element) => isDecided.has(element)),
  ].sort();
}

/** Without the lines it had written and the later one took away or rewrote. */
function withoutLines({ mine, before, later, laterBefore }: Both): JsonValue {
  const isGone = new Set(linesOf(laterBefore)).difference(new Set([...linesOf(later), ...linesOf(before)]));
  return linesOf(mine)
    .filter((line) => line.trim() === '' || !isGone.has(line))
    .join('\n');
}

function elements(value: JsonValue): string[] {
  return Array.isArray(value) ? value.filter((element) => typeof element === 'string') : [];
}

function linesOf(value: JsonValue): string[] {
  return lines(typeof value === 'string' ? value : '');
}
