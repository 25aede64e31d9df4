const FORMULA_TEXT = /^="((?:[^"]|"")*)"$/;
const HYPERLINK = /^=HYPERLINK\(\s*"(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)$/i;
// Other control characters than tab and line breaks are never meant, nor a byte order mark within a file.
const NEVER_MEANT = /[^\P{Cc}\t\n\r]|\ufeff/gu;
/** Marks of direction around a value, which copying out of other programs leaves. */
const DIRECTION_ENDS = /^[\u200e\u200f\u202a-\u202e\u2066-\u2069]+|[\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/g;

/**
 * A cell as it is meant: `="0113"` is the text 0113 and a link its words, an apostrophe that made a formula text goes, and so do
 * characters that no field can hold.
 */
export function meantText(cell: string): string {
  const text = cell.replace(NEVER_MEANT, '').toWellFormed();
  const formula = FORMULA_TEXT.exec(text.trim()) ?? HYPERLINK.exec(text.trim());
  if (formula !== null) return (formula[1] ?? '').replaceAll('""', '"');
  return withoutApostrophe(text);
}

/** What spreadsheets take for the beginning of a formula, in any language; the wide signs in Japanese ones. */
const RUN_BY_SPREADSHEETS = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** A phone number or an amount. */
const NUMBER = /^(?:\+\d[\d ()./-]{5,}|-?\d+(?:[.,]\d+)?|-)$/;
/** The first of several lines or words with a dash before, holding nothing that calls something. */
const LIST = /^[-+] [^|!()=@]+$/;

/**
 * A cell that no spreadsheet runs: an apostrophe before what begins like a formula. One that is there already gets another,
 * so that each comes back as it was. What is plainly a phone number or a list stays as it is.
 */
export function neutralised(cell: string): string {
  return RUN_BY_SPREADSHEETS.test(cell) && !NUMBER.test(cell) && !LIST.test(cell) ? `'${cell}` : cell;
}

/** The reverse, when such a file comes in. */
export function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && RUN_BY_SPREADSHEETS.test(cell) ? cell.slice(1) : cell;
}

/** One line of text: ends trimmed, line breaks turned into `glue`. Spaces within stay as they were typed. */
export function oneLine(text: string, glue: string): string {
  return text
    .replace(DIRECTION_ENDS, '')
    .trim()
    .replace(/\s*(?:\r\n|\r|\n|\u2028|\u2029)\s*/g, glue);
}
