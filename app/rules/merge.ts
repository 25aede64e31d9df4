import type { JsonValue, MergePolicy, MergeResult, NamedPolicy } from '#app/schema/index.ts';
import { sameJson } from '#app/schema/index.ts';
import { mergeText } from './merge-text.ts';
import { repeatsLine, uniteTexts } from './unite-text.ts';

interface Rule {
  /** Works on differences, so that the result is the same whoever wrote last. */
  isCommutative: boolean;
  /** Sets mine aside until a person decides. */
  keepsTheirs: boolean;
  /** A value means nothing without the base it differs from. */
  needsBase: boolean;
  /** The value of an insert is a difference too: to nothing. */
  insertsDifference: boolean;
  /** Both values can stand in one, whichever came later. */
  joins: boolean;
  /** `mine` and `theirs` differ, unless the rule is commutative. */
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
 * What is kept when two devices changed one field since `base`; `theirs` arrived first.
 * One function for the server's decision and the desk's fold, so that a desk shows at once what the server will say.
 * A clash means that a value was set aside and goes into a conflict.
 * @param isReoffered mine is offered again after a restore, so that what it inserts may be there already
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
 * The same for a value that comes with an insert, which has no base: a record that was deleted is brought back as it was on
 * somebody's screen. Prose that both have stands in the text once.
 */
export function mergeWithoutBase(policy: MergePolicy, mine: JsonValue, theirs: JsonValue): MergeResult {
  if (policy !== 'text') return merge(policy, null, mine, theirs);
  const kept = uniteTexts(asText(theirs), asText(mine));
  return { kept: kept === '' ? null : kept, clash: false };
}

/** Whether a field's policy works on differences, so that it merges whoever wrote last. */
export function isCommutative(policy: MergePolicy): boolean {
  return typeof policy !== 'function' && rules[policy].isCommutative;
}

/** Whether theirs may stand over mine on a screen, so that whoever writes there next has not seen mine. */
export function mayHideMine(policy: MergePolicy): boolean {
  return typeof policy === 'function' || rules[policy].keepsTheirs;
}

/** Whether a value of the field means nothing without the base it differs from. */
export function needsBase(policy: MergePolicy): boolean {
  return typeof policy !== 'function' && rules[policy].needsBase;
}

/** Whether the value of an insert merges as a difference too. */
export function insertsDifference(policy: MergePolicy): boolean {
  return typeof policy !== 'function' && rules[policy].insertsDifference;
}

/** Whether two values of the field can stand in one, whichever came later. */
export function canJoin(policy: MergePolicy): boolean {
  return typeof policy === 'function' || rules[policy].joins;
}

function mergeProse(base: JsonValue, mine: JsonValue, theirs: JsonValue, isReoffered: boolean): MergeResult {
  const [my, their] = [asText(mine), asText(theirs)];
  const { text, clash } = mergeText(asText(base), my, their, isReoffered);
  // Edits that come again, to a text that holds later ones already, may meet their own lines at another place.
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
