import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { isPlaceholder } from '../values/placeholders.ts';

/** An entity's `identity` rules, prepared for comparing two records. */
export interface Identity {
  /** Fields that each decide alone whether two records are the same, such as a tax id. */
  strong: readonly string[];
  /** Fields that must always match: the name, the parent. */
  core: readonly string[];
  /** Fields of which one must match as well; the first one that both records have decides. */
  apart: readonly string[];
  /** Whether the core suffices if neither record has any of `apart`. */
  isCoreEnough: boolean;
}

export type Verdict = 'same' | 'different' | 'unclear';

/** @param rules the entity's own rules, or the person's choice */
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

/** A value normalised for comparison: no case, invisible spaces or placeholders; '' for none. */
export function plainValue(identity: Identity, field: string, data: RecordData): string {
  const value = data[field];
  if (typeof value !== 'string') return '';
  const text = value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (!identity.strong.includes(field)) return text;
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '');
  return isPlaceholder(text) || !isNumbered(bare) ? '' : bare;
}

/** A number that identifies has digits that are not all the same: `exempt`, `GB` and `999999999` are those of many. */
function isNumbered(bare: string): boolean {
  const digits = bare.replace(/\D/g, '');
  return /[1-9]/.test(digits) && !/^(\d)\1{4,}$/.test(digits);
}

/** The core fields as one lookup key; null if one is missing. */
export function coreKey(identity: Identity, data: RecordData): string | null {
  const values = identity.core.map((field) => plainValue(identity, field, data));
  return values.includes('') ? null : JSON.stringify(values);
}

/** Whether two records of one table are the same thing, judged by their fields. */
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
