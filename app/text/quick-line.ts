import type { AnyEntity } from '#app/schema/index.ts';
import { parseDay } from './typed-day.ts';

/** What a quick line can say besides the title. */
export type QuickMark = 'due' | 'priority' | 'person' | 'place';

export interface QuickLineContext {
  entity: AnyEntity;
  locale: string;
  /** `YYYY-MM-DD` */
  today: string;
  people: readonly Readonly<{ id: string; name: string; email: string; active: boolean }>[];
  /** The person who types. */
  me: string | null;
  /** Marks whose text the person wants in the title. */
  kept: ReadonlySet<QuickMark>;
}

/** One part of the line and every value it can mean: none is unknown, several are ambiguous. */
export interface QuickPart {
  typed: string;
  values: readonly string[];
}

export interface QuickLine {
  /** The words that nothing else claimed: the title, and perhaps where the record belongs. */
  words: readonly string[];
  /** What follows `#`; null if there is none. */
  place: string | null;
  /** `YYYY-MM-DD` */
  due: QuickPart | null;
  /** Values of the entity's priority. */
  priority: QuickPart | null;
  /** Ids of people. */
  person: QuickPart | null;
}

const MOST_WORDS_OF_A_DAY = 4;
/** Words that lead to a day and go with it. */
const BEFORE_DAY = new Set(['by', 'until', 'due', 'on', 'bis', 'zum', 'am', 'fällig']);
/** In German two letters are a weekday, but also a word: only at the end, after such a word, or with a full stop. */
const SHORT_WEEKDAY = /^(so|mo|di|mi|do|fr|sa)$/;
const ME = new Set(['me', 'ich', 'mir', 'mich']);

/** Words that name no client by themselves. */
const SMALL_WORDS = new Set(
  (
    'a an the of for to and or with in on at by about from re call send check get ask ' +
    'der die das den dem des ein eine und oder für von vom mit zu zum zur im in an am bei wegen nach über'
  ).split(' '),
);

/** In lower case without accents, as words are compared. */
const foldWord = (word: string): string => word.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Whether a word says nothing about where a record belongs. */
export const isSmallWord = (word: string): boolean => SMALL_WORDS.has(word.toLowerCase());

/**
 * Reads a line such as `VAT Müller fri !high @sam #müller`: `!` a priority, `@` a person, `#` where it belongs, and a day as
 * people write it. Nothing is decided here: a part that could mean several things has several values.
 */
export function readQuickLine(typed: string, context: QuickLineContext): QuickLine {
  const { entity, kept } = context;
  const tokens = typed.split(/\s+/).filter((token) => token !== '');
  const has: Record<QuickMark, boolean> = {
    due: entity.due !== undefined,
    priority: entity.priority !== undefined,
    person: entity.person !== undefined,
    place: true,
  };
  const marked = (mark: QuickMark, sign: string) =>
    has[mark] && !kept.has(mark) ? tokens.findIndex((token) => token.length > 1 && token.startsWith(sign)) : -1;
  const at = { priority: marked('priority', '!'), person: marked('person', '@'), place: marked('place', '#') };
  const markedPlaces = new Set(Object.values(at));
  const free = tokens.map((token, place) => (markedPlaces.has(place) ? null : token));
  const due = has.due && !kept.has('due') ? findDays(free, context) : null;
  const textOf = (place: number) => (tokens[place] ?? '').slice(1);
  return {
    words: free.filter((token, place): token is string => token !== null && due?.places.has(place) !== true),
    place: at.place < 0 ? null : textOf(at.place),
    due: due === null ? null : { typed: due.typed, values: due.values },
    priority: at.priority < 0 ? null : readPriority(textOf(at.priority), entity),
    person: at.person < 0 ? null : readPerson(textOf(at.person), context),
  };
}

interface FoundDays extends QuickPart {
  places: ReadonlySet<number>;
}

/** All days in the line, the longest first at each place; null if there are none. */
function findDays(tokens: readonly (string | null)[], { locale, today }: QuickLineContext): FoundDays | null {
  const places = new Set<number>();
  const typed: string[] = [];
  const values = new Set<string>();
  const last = tokens.findLastIndex((token) => token !== null);
  let start = 0;
  while (start < tokens.length) {
    const found = dayAt(tokens, start, last, locale, today);
    for (let place = start; place < start + (found?.length ?? 0); place += 1) places.add(place);
    if (found !== null) {
      typed.push(tokens.slice(start, start + found.length).join(' '));
      values.add(found.day);
    }
    start += found?.length ?? 1;
  }
  return values.size === 0 ? null : { places, typed: typed.join(', '), values: [...values] };
}

function dayAt(tokens: readonly (string | null)[], start: number, last: number, locale: string, today: string) {
  for (let length = MOST_WORDS_OF_A_DAY; length > 0; length -= 1) {
    const window = tokens.slice(start, start + length);
    if (window.length < length || window.includes(null)) continue;
    const words = window.map((word) => String(word).toLowerCase());
    const isLed = length > 1 && BEFORE_DAY.has(words[0] ?? '');
    const rest = isLed ? words.slice(1) : words;
    const isWord = rest.length === 1 && SHORT_WEEKDAY.test(rest[0] ?? '') && !isLed && start !== last;
    // Two numbers side by side are a day only with a sign between them.
    if (isWord || rest.every((word) => /^\d+$/.test(word))) continue;
    const day = parseDay(rest.join(' '), locale, today);
    if (day !== null) return { length, day };
  }
  return null;
}

function readPriority(typed: string, entity: AnyEntity): QuickPart {
  const options = entity.fields[entity.priority ?? '']?.options ?? [];
  const names = options.map(({ value, label, otherNames = [] }) => ({
    value,
    names: [value, label.en, label.de, ...otherNames].map(foldWord),
  }));
  const wanted = foldWord(typed);
  const exact = names.filter((option) => option.names.includes(wanted));
  const found =
    exact.length > 0 ? exact : names.filter((option) => option.names.some((name) => name.startsWith(wanted)));
  return { typed, values: found.map(({ value }) => value) };
}

function readPerson(typed: string, { people, me }: QuickLineContext): QuickPart {
  const wanted = foldWord(typed);
  if (ME.has(wanted) && me !== null) return { typed, values: [me] };
  const named = people
    .filter(({ active }) => active)
    .map(({ id, name, email }) => ({ id, names: [...foldWord(name).split(/\s+/), foldWord(email)] }));
  const exact = named.filter(({ names }) => names.includes(wanted));
  const found = exact.length > 0 ? exact : named.filter(({ names }) => names.some((name) => name.startsWith(wanted)));
  return { typed, values: found.map(({ id }) => id) };
}
