import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { isPlaceholder } from '../values/placeholders.ts';

/** What an entity's `identity` comes to when two records are held against each other. */
export interface Identity {
  /** Fields each of which alone decides whether two records are the same, such as a tax id. */
  strong: readonly string[];
  /** Fields that have to be alike in any case: the name, the parent. */
  core: readonly string[];
  /** Fields one of which has to be alike besides; the first that both have decides. */
  apart: readonly string[];
  /** Whether the core is enough where neither record has any of `apart`. */
  isCoreEnough: boolean;
}

export type Verdict = 'same' | 'different' | 'unclear';

/** @param rules the entity's own, or those a person chose instead */
export function identityOf(entity: AnyEntity, rules: readonly (readonly string[])[] = entity.identity): Identity {
  const isStrong = (rule: readonly string[]) => rule.length === 1 && rule[0] !== entity.title;
  const others = rules.filter((rule) => !isStrong(rule));
  const [first = [entity.title]] = others;
  const core = first.filter((name) => others.every((rule) => rule.includes(name)));
  const apart = [...new Set(others.flat())].filter((name) => !core.includes(name));
  return {
    strong: rules.filter(isStrong).flat(),
    core: core.length > 0 ? core : [entity.title],
    apart,
    isCoreEnough: others.some((rule) => rule.length === core.length),
  };
}

/** A value as it is compared: without case, spaces that are not seen, and what only fills a gap; '' where there is none. */
export function plainValue(identity: Identity, field: string, data: RecordData): string {
  const value = data[field];
  if (typeof value !== 'string') return '';
  const text = value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (!identity.strong.includes(field)) return text;
  return isPlaceholder(text) ? '' : text.replace(/[^\p{L}\p{N}]/gu, '');
}

/** The core of a record as one word, to look others up by; null where a part of it is missing. */
export function coreKey(identity: Identity, data: RecordData): string | null {
  const values = identity.core.map((field) => plainValue(identity, field, data));
  return values.includes('') ? null : JSON.stringify(values);
}

/** Whether two records of one table stand for the same thing, judged by their fields. */
export function compare(identity: Identity, a: RecordData, b: RecordData): Verdict {
  const plainOf = (data: RecordData) => (field: string) => plainValue(identity, field, data);
  const [ofA, ofB] = [plainOf(a), plainOf(b)];
  for (const field of identity.strong) {
    if (ofA(field) !== '' && ofB(field) !== '') return ofA(field) === ofB(field) ? 'same' : 'different';
  }
  if (identity.core.some((field) => ofA(field) === '' || ofA(field) !== ofB(field))) return 'different';
  let differs = false;
  let isKnown = false;
  for (const field of identity.apart) {
    const [left, right] = [ofA(field), ofB(field)];
    if (left !== '' || right !== '') isKnown = true;
    if (left === '' || right === '') continue;
    if (left === right) return differs ? 'unclear' : 'same';
    differs = true;
  }
  if (differs) return 'different';
  return identity.isCoreEnough && !isKnown ? 'same' : 'unclear';
}
