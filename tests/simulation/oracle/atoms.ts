import { type JsonValue, type RecordData, sameJson } from '#app/schema/index.ts';
import { COMMON_TAGS } from '../typing.ts';
import type { Save } from './journal.ts';

/** The smallest part of a value that can be lost by itself: a word, a tag, an addition to a counter, or all of a plain value. */
export interface Atom {
  field: string;
  /** For a person who reads a failure. */
  what: string;
  /** Whether somebody who looks at this value of the field sees it. */
  isIn(value: JsonValue): boolean;
  /** That a tag is not there any more. */
  isRemoval?: true;
}

type Kind = 'counter' | 'set' | 'prose' | 'plain';

const KINDS: Readonly<Record<string, Kind>> = {
  minutesSpent: 'counter',
  tags: 'set',
  notes: 'prose',
};

export function kindOf(field: string): Kind {
  return KINDS[field] ?? 'plain';
}

/** What a save brought to the record, and what it took out of its sets and counters. */
export function atomsOf(save: Save): Atom[] {
  if (save.operation === 'delete') return [];
  const chosen = chosenBy(save);
  return Object.entries({ ...save.typed, ...chosen }).flatMap(([field, value]) =>
    difference(field, save.screen?.[field] ?? null, value, Object.hasOwn(chosen, field)),
  );
}

/** The side a person chose in a conflict: their word on it counts as saved also where the record agreed already. */
export function chosenBy({ settled }: Save): RecordData {
  const choice = settled?.resolution;
  if (!settled || !choice || choice === 'edited') return {};
  return Object.fromEntries(
    settled.fields.filter(({ field }) => field !== '*').map((field) => [field.field, field[choice] ?? null]),
  );
}

function difference(field: string, before: JsonValue, after: JsonValue, isChosen: boolean): Atom[] {
  switch (kindOf(field)) {
    case 'counter':
      return additionsIn(field, Number(after ?? 0) - Number(before ?? 0));
    case 'set':
      return [
        ...tagsOf(after)
          .filter((tag) => !tagsOf(before).includes(tag))
          .map((tag) => present(field, tag, tagsOf)),
        ...tagsOf(before)
          .filter((tag) => !tagsOf(after).includes(tag))
          .map((tag) => absent(field, tag, tagsOf)),
      ];
    case 'prose':
      return wordsOf(after)
        .filter((word) => !wordsOf(before).includes(word))
        .map((word) => present(field, word, wordsOf));
    default:
      return sameJson(before, after) && !isChosen ? [] : [plain(field, after)];
  }
}

function plain(field: string, value: JsonValue): Atom {
  return { field, what: `${field} = ${JSON.stringify(value)}`, isIn: (other) => sameJson(other ?? null, value) };
}

function present(field: string, part: string, partsOf: (value: JsonValue) => string[]): Atom {
  return { field, what: `${part} in ${field}`, isIn: (value) => partsOf(value).includes(part) };
}

function absent(field: string, part: string, partsOf: (value: JsonValue) => string[]): Atom {
  return { field, what: `no ${part} in ${field}`, isIn: (value) => !partsOf(value).includes(part), isRemoval: true };
}

/** People add powers of two, each once a record, so that a sum says what it is made of. */
function additionsIn(field: string, amount: number): Atom[] {
  const size = Math.abs(amount);
  if (size === 0) return [];
  const bits = bitsOf(size);
  return bits.map((bit) => ({
    field,
    what: `${amount > 0 ? '+' : '-'}${bit} in ${field}`,
    isIn: (value) => hasBit(Number(value ?? 0), bit) === amount > 0,
  }));
}

export function bitsOf(size: number): number[] {
  const bits: number[] = [];
  for (let bit = 1; bit <= size; bit *= 2) if (hasBit(size, bit)) bits.push(bit);
  return bits;
}

function hasBit(sum: number, bit: number): boolean {
  return sum >= 0 && Math.floor(sum / bit) % 2 === 1;
}

/** Tags several people use are no evidence of who added them. */
function tagsOf(value: JsonValue): string[] {
  return Array.isArray(value) ? value.map(String).filter((tag) => !COMMON_TAGS.includes(tag)) : [];
}

export function wordsOf(value: JsonValue): string[] {
  return typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '') : [];
}

export function linesOf(value: JsonValue): string[] {
  return typeof value === 'string' ? value.split('\n').filter((line) => line.trim() !== '') : [];
}
