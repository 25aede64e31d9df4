import type { ConflictField } from '#app/contract/protocol.ts';
import {
  type AnyEntity,
  type JsonValue,
  type MergePolicy,
  policyOf,
  type RecordData,
  sameJson,
} from '#app/schema/index.ts';
import { canJoin, isCommutative, merge } from './merge.ts';
import type { Proposal, RecordState } from './record-state.ts';
import { restOf } from './reversed-edits.ts';
import { isOwnNewer } from './stamps.ts';
import { lines } from './text-tokens.ts';
import { uniteTexts } from './unite-text.ts';

/**
 * The remaining part of a refused change after the same device saved and uploaded a later one over it; null if it was
 * not overtaken. Unchanged, it would count as the later one and replace what that one was merged into, on the screen
 * and on the server. Prose is joined into the current text; other values yield to the later one. Differences to sums
 * and sets still apply.
 * @param later what this device saved after the change and uploaded
 * @returns also `hidden`: values that the writer of the later change did not have on the screen, since a colleague's
 * covered them; they are kept nowhere else
 */
export function afterOvertaken(
  entity: AnyEntity,
  record: RecordState,
  change: Proposal,
  device: string,
  later: readonly Pick<Proposal, 'data' | 'base'>[],
): { data: RecordData; base: RecordData; hidden: ConflictField[] } | null {
  if (change.operation !== 'update' || record.deleted) return null;
  const data: RecordData = { ...change.data };
  const base: RecordData = { ...change.base };
  const hidden: ConflictField[] = [];
  let isOvertaken = false;
  for (const [field, mine] of Object.entries(change.data)) {
    const policy = policyOf(entity, field);
    const theirs = record.data[field] ?? null;
    const before = base[field] ?? null;
    const over = later.filter((each) => Object.hasOwn(each.data, field));
    const isOwnLater = over.length > 0 && isOwnNewer(record, field, change, device);
    if (isCommutative(policy) || !isOwnLater || sameJson(before, theirs)) continue;
    // Whoever saved the later one had this one on the screen, so it may hold it already.
    data[field] = canJoin(policy) ? joinedInto(policy, mine, before, theirs) : theirs;
    base[field] = theirs;
    isOvertaken = true;
    const wasSeen = canJoin(policy) || over.some((each) => sameJson(each.base?.[field] ?? null, mine));
    if (!wasSeen && mine !== null && !sameJson(mine, theirs))
      hidden.push({ field, base: before, mine, theirs, kept: theirs });
  }
  return isOvertaken ? { data, base, hidden } : null;
}

/**
 * The data of a refused change that is re-offered while a later change of the same device and record is being uploaded. It
 * reaches the server after that change, which would count as the earlier one. Null if the two share no field. What the later
 * one changed again is left out. The rest of prose is merged into what was sent; differences of sums and sets stay; for other
 * values the later one wins, unless a person has just filled in the field (`filledIn`).
 */
export function besideSent(
  entity: AnyEntity,
  sent: Pick<Proposal, 'operation' | 'data' | 'base'>,
  change: Pick<Proposal, 'operation' | 'data' | 'base'>,
  filledIn: ReadonlySet<string>,
): { data: RecordData; base: RecordData } | null {
  if (change.operation !== 'update' || sent.operation === 'delete') return null;
  const data: RecordData = { ...change.data };
  const base: RecordData = { ...change.base };
  let isChanged = false;
  for (const [field, mine] of Object.entries(change.data)) {
    const policy = policyOf(entity, field);
    if (!Object.hasOwn(sent.data, field)) continue;
    const theirs = sent.data[field] ?? null;
    const laterBefore = sent.base?.[field] ?? null;
    const said = { mine, before: base[field] ?? null };
    const isFilledIn = filledIn.has(field);
    const rest = isFilledIn ? said : restOf(policy, { ...said, later: theirs, laterBefore, theirs });
    const isJoined = policy === 'text' || (canJoin(policy) && !isFilledIn);
    data[field] = isJoined ? joinedInto(policy, rest.mine, rest.before, theirs) : rest.mine;
    if (policy === 'text') base[field] = withoutEdit(theirs, rest);
    else if (!isCommutative(policy)) base[field] = theirs;
    isChanged = true;
  }
  return isChanged ? { data, base } : null;
}

/**
 * A text that was saved on top of an edit, without that edit. As the base of the edit it says that the edit is still to be made,
 * where a colleague's text, which has never had it, took it for deleted.
 */
function withoutEdit(text: JsonValue, { mine, before }: { mine: JsonValue; before: JsonValue }): JsonValue {
  return merge('text', mine, before, text).kept;
}

function joinedInto(policy: MergePolicy, mine: JsonValue, before: JsonValue, theirs: JsonValue): JsonValue {
  const joined = merge(policy, before, mine, theirs, true);
  if (!joined.clash) return joined.kept;
  // Only prose has lines; of other values the later one stands, since its writer had the refused one on the screen.
  return policy === 'text' ? withLinesOf(mine, before, theirs) : theirs;
}

/** Where both changed the same words, theirs, plus every line of mine: no other copy of it exists. */
function withLinesOf(mine: JsonValue, before: JsonValue, theirs: JsonValue): JsonValue {
  if (typeof mine !== 'string' || typeof theirs !== 'string') return theirs;
  const known = new Set(lines(typeof before === 'string' ? before : ''));
  const standing = new Set(lines(theirs));
  const written = lines(mine).filter((line) => line.trim() !== '' && (standing.has(line) || !known.has(line)));
  const end = theirs.endsWith('\n') ? '\n' : '';
  return uniteTexts(theirs.slice(0, theirs.length - end.length), written.join('\n')) + end;
}
