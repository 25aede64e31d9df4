import type { JsonValue, MergePolicy, MergeResult, NamedPolicy } from '#app/schema/index.ts';
import { sameJson } from '#app/schema/index.ts';
import { mergeText } from './merge-text.ts';
import { repeatsLine, uniteTexts } from './unite-text.ts';

interface Rule {
  /** Works on differences, so the result does not depend on the order of writes. */
  isCommutative: boolean;
  /** Sets mine aside until a person decides. */
  keepsTheirs: boolean;
  /** A value is meaningless without its base. */
  needsBase: boolean;
  /** The value of an insert is a difference from nothing. */
  insertsDifference: boolean;
  /** One value can contain both, in either order. */
  joins: boolean;
  /** `mine` and `theirs` differ, unless the policy is commutative. */
  merge(base: JsonValue, mine: JsonValue, theirs: JsonValue, isReoffered: boolean): MergeResult;
}

const usual = {
  isCommutative: false,
  keepsTheirs: false,
  needsBase: false,
  insertsDifference: false,
  joins: false,
} as const;

const rules: Readonly<Record<NamedPolicy, Rule>> = {
  mine: { ...usual, merge: (_base, mine) => ({ kept: mine, clash: true }) },
  server: { ...usual, keepsTheirs: true, merge: (_base, _mine, theirs) => ({ kept: theirs, clash: true }) },
  ask: { ...usual, keepsTheirs: true, merge: (_base, _mine, theirs) => ({ kept: theirs, clash: true }) },
  text: { ...usual, joins: true, merge: mergeProse },
  add: {
    ...usual,
    isCommutative: true,
    needsBase: true,
    merge: (base, mine, theirs) => ({ kept: asNumber(theirs) + (asNumber(mine) - asNumber(base)), clash: false }),
  },
  union: {
    ...usual,
    isCommutative: true,
    insertsDifference: true,
    merge: (base, mine, theirs) => ({ kept: mergeSets(asList(base), asList(mine), asList(theirs)), clash: false }),
  },
};

/**
 * Merges a field that two devices changed since `base`; `theirs` arrived first. Server and desk share this function, so
 * that a desk shows at once what the server will decide. A clash means that a value was set aside as a conflict.
 * @param isReoffered mine is re-offered after a restore, so its insertions may already be there
 */
export function merge(
  policy: MergePolicy,
  base: JsonValue,
  mine: JsonValue,
  theirs: JsonValue,
  isReoffered = false,
): MergeResult {
  if (!isCommutative(policy) && sameJson(mine, theirs)) return { kept: theirs, clash: false };
  if (typeof policy === 'function') return policy(base, mine, theirs);
  return rules[policy].merge(base, mine, theirs, isReoffered);
}

/**
 * Merges a value without a base: an insert that restores a deleted record with the values on somebody's screen. Prose
 * that both share is kept once.
 */
export function mergeWithoutBase(policy: MergePolicy, mine: JsonValue, theirs: JsonValue): MergeResult {
  if (policy !== 'text') return merge(policy, null, mine, theirs);
  const kept = uniteTexts(asText(theirs), asText(mine));
  return { kept: kept === '' ? null : kept, clash: false };
}

/** Whether the policy works on differences, so that the order of writes does not matter. */
export function isCommutative(policy: MergePolicy): boolean {
  return typeof policy !== 'function' && rules[policy].isCommutative;
}

/** Whether theirs may cover mine on a screen, so that the next writer there has not seen mine. */
export function mayHideMine(policy: MergePolicy): boolean {
  return typeof policy === 'function' || rules[policy].keepsTheirs;
}

/** Whether only one of two values can be kept in the field. */
export function isExclusive(policy: MergePolicy): boolean {
  return typeof policy === 'function' || !(rules[policy].isCommutative || rules[policy].joins);
}

/** Whether a value of the field is meaningless without its base. */
export function needsBase(policy: MergePolicy): boolean {
  return typeof policy !== 'function' && rules[policy].needsBase;
}

/** Whether the value of an insert merges as a difference too. */
export function insertsDifference(policy: MergePolicy): boolean {
  return typeof policy !== 'function' && rules[policy].insertsDifference;
}

/** Whether one value can contain both, in either order. */
export function canJoin(policy: MergePolicy): boolean {
  return typeof policy === 'function' || rules[policy].joins;
}

function mergeProse(base: JsonValue, mine: JsonValue, theirs: JsonValue, isReoffered: boolean): MergeResult {
  const [my, their] = [asText(mine), asText(theirs)];
  const { text, clash } = mergeText(asText(base), my, their, isReoffered);
  // A re-offered edit may meet its own lines at another position of a text that already has later edits.
  const kept = isReoffered && repeatsLine(text, my, their) ? uniteTexts(their, my) : text;
  return { kept: kept === '' ? null : kept, clash };
}

function mergeSets(base: string[], mine: string[], theirs: string[]): string[] {
  const keptOfTheirs = theirs.filter((word) => mine.includes(word) || !base.includes(word));
  const addedByMe = mine.filter((word) => !base.includes(word));
  return [...new Set([...keptOfTheirs, ...addedByMe])].sort();
}

function asNumber(value: JsonValue): number {
  return typeof value === 'number' ? value : 0;
}

function asText(value: JsonValue): string {
  return typeof value === 'string' ? value : '';
}

function asList(value: JsonValue): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}
