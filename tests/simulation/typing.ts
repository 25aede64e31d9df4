import type { CachedRecord } from '#app/contract/lists.ts';
import type { JsonValue, RecordData } from '#app/schema/index.ts';
import type { SeededRandom } from './random.ts';

/** Used by everybody; all other tags are used once. */
export const COMMON_TAGS: readonly string[] = ['vip', 'late'];
const MAX_TAGS = 12;
const MAX_LINES = 8;
/** The largest power of two below what a counter may come to. */
const HIGHEST_BIT = 28;

export interface Typing {
  unique(word: string): string;
  lines(count: number): string;
  tags(): string[];
  /** A number of minutes that nobody else adds to this record; 0 when there is none left. */
  minutesFor(recordId: string): number;
  /** Changed fields of every merge policy: mine, server, ask, add, union, text, and a function. */
  edited(record: CachedRecord, clientIds: () => string[]): RecordData;
  /** Another value for one field. */
  editedField(record: CachedRecord, field: string): RecordData;
}

/** What people type: words, tags, names and minutes that occur once in a run, so that each can be followed. */
export function createTyping(): Omit<Typing, 'edited' | 'editedField'> & {
  with(random: SeededRandom, event: string): Typing;
} {
  const bitsUsed = new Map<string, number>();
  let random: SeededRandom;
  let event = '';
  let counter = 0;
  let numbers = 100;

  const letters = (value: number): string =>
    (value < 26 ? '' : letters(Math.floor(value / 26) - 1)) + 'abcdefghijklmnopqrstuvwxyz'[value % 26];
  const unique = (word: string): string => `${word}${event}${letters(counter++)}`;
  const phrase = (): string => Array.from({ length: random.between(1, 3) }, () => unique('w')).join(' ');

  function minutesFor(recordId: string): number {
    const used = bitsUsed.get(recordId) ?? 0;
    if (used > HIGHEST_BIT) return 0;
    bitsUsed.set(recordId, used + 1);
    return 2 ** used;
  }

  function tagged(value: JsonValue | undefined): string[] {
    const tags = Array.isArray(value) ? value.map(String) : [];
    if (tags.length > 0 && (tags.length >= MAX_TAGS || random.chance(0.35))) {
      const gone = random.pick(tags);
      return tags.filter((tag) => tag !== gone);
    }
    const tag = random.chance(0.15) ? random.pick(COMMON_TAGS) : unique('t');
    return tags.includes(tag) ? tags : [...tags, tag].sort();
  }

  function rewritten(value: JsonValue | undefined): string {
    const lines = typeof value === 'string' ? value.split('\n').filter((line) => line !== '') : [];
    const at = random.between(0, Math.max(0, lines.length - 1));
    const words = (lines[at] ?? '').split(' ');
    const place = random.between(0, Math.max(0, words.length - 1));
    const isFull = lines.length >= MAX_LINES;
    const kind = lines.length === 0 ? 0 : isFull ? random.between(55, 99) : random.between(0, 99);
    if (kind < 25) lines.push(phrase());
    else if (kind < 45) lines.splice(random.between(0, lines.length), 0, phrase());
    else if (kind < 65) lines[at] = words.toSpliced(random.between(0, words.length), 0, unique('w')).join(' ');
    else if (kind < 78) lines[at] = words.with(place, unique('w')).join(' ');
    else if (kind < 88) lines[at] = phrase();
    else if (kind < 95) lines.splice(at, 1);
    else lines[at] = words.toSpliced(place, 1).join(' ');
    const text = lines.filter((line) => line !== '').join('\n');
    return random.chance(0.5) && text !== '' ? `${text}\n` : text;
  }

  const values: Record<string, Record<string, (record: CachedRecord) => JsonValue>> = {
    clients: {
      name: () => unique('name'),
      taxId: () => unique('tax'),
      status: () => random.pick(['active', 'prospect', 'inactive', 'archived']),
      city: () => unique('city'),
      phone: () => `+49 ${++numbers}`,
    },
    engagements: {
      title: () => unique('title'),
      fee: () => ++numbers * 100,
      period: () => unique('period'),
    },
    tasks: {
      title: () => unique('todo'),
      minutesSpent: ({ id, data }) => Number(data.minutesSpent) + minutesFor(id),
      dueDate: () => `2026-0${random.between(1, 9)}-1${random.between(0, 9)}`,
      status: () => random.pick(['open', 'doing', 'waiting', 'done']),
      priority: () => random.pick(['low', 'normal', 'high', 'urgent']),
    },
  };
  const common: Record<string, (record: CachedRecord) => JsonValue> = {
    tags: ({ data }) => tagged(data.tags),
    notes: ({ data }) => rewritten(data.notes),
  };

  const typing: Typing = {
    unique,
    lines: (count) => Array.from({ length: count }, phrase).join('\n'),
    tags: () => [random.chance(0.5) ? random.pick(COMMON_TAGS) : unique('t')],
    minutesFor,
    edited(record, clientIds) {
      const makers = { ...values[record.table], ...common };
      const often = new Set(['notes', 'tags', 'minutesSpent', 'name', 'title']);
      const fields = Object.keys(makers).filter((field) => random.chance(often.has(field) ? 0.35 : 0.2));
      const chosen = fields.length > 0 ? fields : [random.pick(Object.keys(makers))];
      const data = Object.fromEntries(chosen.map((field) => [field, makers[field]?.(record) ?? null]));
      const other = record.table === 'engagements' && random.chance(0.1) && random.pickAny(clientIds());
      return other ? { ...data, clientId: other } : data;
    },
    editedField(record, field) {
      const make = values[record.table]?.[field] ?? common[field];
      return make ? { [field]: make(record) } : {};
    },
  };
  return {
    ...typing,
    with(nextRandom, nextEvent) {
      random = nextRandom;
      event = nextEvent;
      counter = 0;
      return typing;
    },
  };
}
