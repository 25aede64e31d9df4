import type { JsonValue, MergePolicy, MergeResult } from '#app/schema/index.ts';
import { sameJson } from '#app/schema/index.ts';
import { mergeText } from './merge-text.ts';

/**
 * What is kept when two devices changed one field since `base`; `theirs` arrived first.
 * One function for the server's decision and the desk's fold, so that a desk shows at once what the server will say.
 * A clash means that a value was set aside and goes into a conflict.
 */
export function merge(policy: MergePolicy, base: JsonValue, mine: JsonValue, theirs: JsonValue): MergeResult {
  if (policy === 'add') return { kept: asNumber(theirs) + (asNumber(mine) - asNumber(base)), clash: false };
  if (policy === 'union') return { kept: mergeSets(asList(base), asList(mine), asList(theirs)), clash: false };
  if (sameJson(mine, theirs)) return { kept: theirs, clash: false };
  if (typeof policy === 'function') return policy(base, mine, theirs);
  if (policy === 'text') return mergeProse(base, mine, theirs);
  return { kept: policy === 'mine' ? mine : theirs, clash: true };
}

/** Whether a field's policy works on differences, so that it merges whoever wrote last. */
export function isCommutative(policy: MergePolicy): boolean {
  return policy === 'add' || policy === 'union';
}

function mergeProse(base: JsonValue, mine: JsonValue, theirs: JsonValue): MergeResult {
  const merged = mergeText(asText(base), asText(mine), asText(theirs));
  return { kept: merged.text === '' ? null : merged.text, clash: merged.clash };
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
