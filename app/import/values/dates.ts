/** The date format of a column. */
export interface DateFormat {
  /** Order for ambiguous cells; `ymd` only for two-digit years, as four digits show where the year is. */
  order: 'dmy' | 'mdy' | 'ymd';
  /** No cell shows what comes first. */
  isOrderOpen: boolean;
  /** The two-digit years may also be at the beginning. */
  mayBeginWithYear: boolean;
  /** Some cells could be read with the day or the month first, so that the order matters. */
  doesOrderMatter: boolean;
  /** Two-digit years up to this one are in this century, later ones in the last. */
  lastYearOfCentury: number;
  /** Some cells have two-digit years. */
  hasShortYears: boolean;
  /** A few cells that are ambiguous or have a two-digit year. */
  examples: readonly string[];
}

interface Numbers {
  first: number;
  second: number;
  year: string;
  mark: string;
  /** The order, if this cell alone determines it. */
  order: 'dmy' | 'mdy' | null;
}

/** Month names and abbreviations in English, German, French, Spanish, Italian and Dutch, as people write them. */
const MONTHS: readonly (readonly string[])[] = [
  'january jan januar jänner jän janvier janv enero ene gennaio gen januari',
  'february feb februar feber février fevrier févr fevr fév febrero febbraio februari',
  'march mar märz mär maerz mrz mars marzo maart mrt',
  'april apr avril avr abril abr aprile',
  'may mai mayo maggio mag mei',
  'june jun juni juin junio giugno giu',
  'july jul juli juillet juil julio luglio lug',
  'august aug août aout agosto ago augustus',
  'september sep sept septembre septiembre settembre set',
  'october oct oktober okt octobre octubre ottobre ott',
  'november nov novembre noviembre',
  'december dec dezember dez décembre decembre déc diciembre dic dicembre',
].map((names) => names.split(' '));
/** More languages, whose names are taken as they are beside a day. */
const MORE_LANGUAGES = ['pt', 'pl', 'cs', 'sv', 'da', 'nb', 'ru', 'uk'];
const TIME =
  /(?:[T\s]|,\s)+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:Uhr)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:(?:Z|UTC|GMT)?(?:[+-]\d{2}(?::?\d{2})?)?)(?:\s*\([^()]*\))?$/;
const WEEKDAY =
  /^(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim)[a-zäöü]*\.?,?\s+(?=\d|\p{L}{3,}\.?\s+\d)/iu;
/** Excel serial days, counted from 1899-12-30: 1954 to 2119. */
const SERIALS = { first: 20_000, last: 80_000 };
const EXAMPLES = 3;

/** An Excel serial as a day, counted from 1899-12-30; ignores the time of day. */
export function dayOfSerial(serial: number): string {
  return new Date(Math.floor(serial) * 86_400_000 + Date.UTC(1899, 11, 30)).toISOString().slice(0, 10);
}

/** Detects the date format of a column. @param today `YYYY-MM-DD`; two-digit years reach up to 20 years beyond it */
export function detectDateFormat(cells: Iterable<string>, locale: string, today: string): DateFormat {
  const lastYearOfCentury = Math.min(99, (Number(today.slice(0, 4)) % 100) + 20);
  const isMonthFirst = new Intl.DateTimeFormat(locale, { timeZone: 'UTC' }).formatToParts(0)[0]?.type === 'month';
  let dmy = 0;
  let mdy = 0;
  let hasShortYears = false;
  const open: string[] = [];
  const short: string[] = [];
  const yearFirst = createYearFirst(today, lastYearOfCentury);
  for (const cell of cells) {
    const bare = bareDay(cell);
    const numbers = readNumbers(bare);
    if (numbers === null) {
      if (/\d{1,2}[\s.-]*[a-zä]+\.?[\s,-]*'?\d{2}$/i.test(bare)) hasShortYears = true;
      continue;
    }
    if (numbers.order === 'dmy') dmy++;
    else if (numbers.order === 'mdy') mdy++;
    else if (numbers.first !== numbers.second && open.length < EXAMPLES) open.push(cell.trim());
    if (numbers.year.length !== 2) continue;
    hasShortYears = true;
    yearFirst.add(numbers);
    if (short.length < EXAMPLES) short.push(cell.trim());
  }
  const order = dmy === mdy ? (isMonthFirst ? 'mdy' : 'dmy') : dmy > mdy ? 'dmy' : 'mdy';
  const beginning = yearFirst.verdict();
  const mayBeginWithYear = beginning !== 'no';
  return {
    order: beginning === 'sure' || beginning === 'likely' ? 'ymd' : order,
    isOrderOpen: beginning !== 'sure' && (mayBeginWithYear || (open.length > 0 && (dmy === 0) === (mdy === 0))),
    mayBeginWithYear,
    doesOrderMatter: mayBeginWithYear || open.length > 0,
    lastYearOfCentury,
    hasShortYears,
    examples: open.length > 0 && !mayBeginWithYear ? open : short,
  };
}

/** Years from today within which a column of days usually lies. */
const NEAR_YEARS = 3;

/** Whether the two-digit years of a column are at its beginning: every cell allows it, and the years are near today. */
function createYearFirst(today: string, lastYearOfCentury: number) {
  const thisYear = Number(today.slice(0, 4));
  const distance = (year: string) => Math.abs(fullYear(year, lastYearOfCentury) - thisYear);
  let isAllowed = true;
  let isSure = false;
  let count = 0;
  let beginning = 0;
  let end = 0;
  return {
    add({ first, second, year, mark }: Numbers): void {
      const day = Number(year);
      const isDayFirst = mark === '.' && first <= 31;
      if (second < 1 || second > 12 || day < 1 || day > 31 || isDayFirst) isAllowed = false;
      if (first === 0 || first > 31) isSure = true;
      count++;
      beginning += distance(String(first).padStart(2, '0'));
      end += distance(year);
    },
    verdict(): 'no' | 'possible' | 'likely' | 'sure' {
      if (!isAllowed || count === 0) return 'no';
      if (isSure) return 'sure';
      if (beginning < end) return 'likely';
      return beginning <= NEAR_YEARS * count ? 'possible' : 'no';
    },
  };
}

/** `YYYY-MM-DD`, or null if the cell is not an existing day. */
export function readDay(cell: string | number, format: Pick<DateFormat, 'order' | 'lastYearOfCentury'>): string | null {
  if (typeof cell === 'number') return cell >= 1 && cell < 2_958_466 ? dayOfSerial(cell) : null;
  const bare = bareDay(cell);
  const serial = /^\d{5}(?:[.,]\d+)?$/.test(bare) ? Number(bare.replace(',', '.')) : 0;
  if (serial >= SERIALS.first && serial <= SERIALS.last) return dayOfSerial(serial);
  const basic = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  const iso = basic ?? /^(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\.?$/.exec(bare);
  if (iso !== null) return existingDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = readNumbers(bare);
  const year = (text: string) => fullYear(text, format.lastYearOfCentury);
  if (numbers !== null) {
    const { first, second } = numbers;
    if (format.order === 'ymd' && numbers.year.length === 2) {
      return existingDay(year(String(first).padStart(2, '0')), second, Number(numbers.year));
    }
    const isDayFirst = (numbers.order ?? format.order) !== 'mdy';
    const [day, month] = isDayFirst ? [first, second] : [second, first];
    return existingDay(year(numbers.year), month, day);
  }
  return readNamed(bare.replace(WEEKDAY, ''), year);
}

/** Without the time, with plain spaces. */
function bareDay(cell: string): string {
  return cell
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .replace(/[\u200e\u200f]/g, '')
    .trim()
    .replace(/^'(?=\d)/, '')
    .replace(/^(\d{8})T\d{4,6}Z?$/, '$1')
    .replace(TIME, '')
    .replace(/^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/, '$1')
    .replace(/^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]$/u, '$1-$2-$3');
}

function readNumbers(bare: string): Numbers | null {
  const match = /^(\d{1,2})\s?([./\s-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})$/.exec(bare.replace(WEEKDAY, ''));
  if (match === null) return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  const isSure = first > 12 || match[2] === '.';
  return {
    first,
    second,
    year: match[4] ?? '',
    mark: match[2] ?? '',
    order: second > 12 ? 'mdy' : isSure ? 'dmy' : null,
  };
}

/** `31 Mar 2027`, `31-Mar-27`, `31. März 2027`, `1er mars 2027`, `31/Mar/2027`, `March 31, 2027`. */
function readNamed(bare: string, year: (text: string) => number): string | null {
  const dayFirst =
    /^(\d{1,2})(?:st|nd|rd|th|er|ère|º|\.)?[\s/-]*(?:de )?(\p{L}+)\.?,?[\s/-]*(?:de )?'?(\d{4}|\d{2})$/u.exec(bare);
  const monthFirst = /^([\p{L}]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$/u.exec(bare);
  const [day, name, yearText] = dayFirst
    ? [dayFirst[1], dayFirst[2], dayFirst[3]]
    : [monthFirst?.[2], monthFirst?.[1], monthFirst?.[3]];
  if (day === undefined || name === undefined || yearText === undefined) return null;
  const month = monthOf(name.toLowerCase());
  return month === null ? null : existingDay(year(yearText), month, Number(day));
}

let months: ReadonlyMap<string, number> | undefined;

/** The month of a name in lower case, from 1. */
function monthOf(name: string): number | null {
  months ??= monthNames();
  return months.get(name) ?? null;
}

function monthNames(): ReadonlyMap<string, number> {
  const names = new Map(MONTHS.flatMap((all, month) => all.map((name) => [name, month + 1] as const)));
  for (const language of MORE_LANGUAGES) {
    for (const length of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: length, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month++) {
        const parts = format.formatToParts(Date.UTC(2000, month - 1, 1));
        const name =
          parts
            .find(({ type }) => type === 'month')
            ?.value.toLowerCase()
            .replace(/\.$/, '') ?? '';
        if (/^\p{L}{3,}$/u.test(name) && !names.has(name)) names.set(name, month);
      }
    }
  }
  return names;
}

function fullYear(text: string, lastYearOfCentury: number): number {
  const year = Number(text);
  if (text.length === 4) return year;
  return year <= lastYearOfCentury ? 2000 + year : 1900 + year;
}

function existingDay(year: number, month: number, day: number): string | null {
  const made = new Date(Date.UTC(2000, month - 1, day));
  made.setUTCFullYear(year, month - 1, day);
  const isReal =
    year > 0 && made.getUTCFullYear() === year && made.getUTCMonth() === month - 1 && made.getUTCDate() === day;
  return isReal ? made.toISOString().slice(0, 10) : null;
}
