const FORMULA_TEXT = /^="((?:[^"]|"")*)"$/;
const HYPERLINK = /^=HYPERLINK\(\s*"(?:[^"]|"")*"\s*[,;]\s*"((?:[^"]|"")*)"\s*\)$/i;
// Control characters other than tab and line breaks, and byte order marks, are never intended.
const NEVER_MEANT = /[^\P{Cc}\t\n\r]|\ufeff/gu;
/** Direction marks around a value, left over from copying. */
const DIRECTION_ENDS = /^[\u200e\u200f\u202a-\u202e\u2066-\u2069]+|[\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/g;

/**
 * A cell without its artefacts: `="0113"` is the text 0113, a link is its words, a formula-escaping apostrophe and
 * invalid characters are removed.
 */
export function meantText(cell: string): string {
  const text = cell.replace(NEVER_MEANT, '').toWellFormed();
  const formula = FORMULA_TEXT.exec(text.trim()) ?? HYPERLINK.exec(text.trim());
  if (formula !== null) return (formula[1] ?? '').replaceAll('""', '"');
  return withoutApostrophe(text);
}

/**
 * What spreadsheets take for the start of a formula, in any language; Japanese ones also accept the full-width signs.
 */
const RUN_BY_SPREADSHEETS = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** A phone number or an amount. */
const NUMBER = /^(?:\+\d[\d ()./-]{5,}|-?\d+(?:[.,]\d+)?|-)$/;
/** The first of several lines or words with a leading dash and nothing that could be a call. */
const LIST = /^[-+] [^|!()=@]+$/;

/**
 * Escapes a cell so that no spreadsheet runs it as a formula: prefixes an apostrophe, also where there already is one,
 * so that reading restores the original. Plain phone numbers and lists stay as they are.
 */
export function neutralised(cell: string): string {
  return RUN_BY_SPREADSHEETS.test(cell) && !NUMBER.test(cell) && !LIST.test(cell) ? `'${cell}` : cell;
}

/** The reverse of `neutralised`. */
export function withoutApostrophe(cell: string): string {
  return cell.startsWith("'") && RUN_BY_SPREADSHEETS.test(cell) ? cell.slice(1) : cell;
}

/** One line of text: trimmed, with line breaks replaced by `glue`; inner spaces are kept. */
export function oneLine(text: string, glue: string): string {
  return text
    .replace(DIRECTION_ENDS, '')
    .trim()
    .replace(/\s*(?:\r\n|\r|\n|\u2028|\u2029)\s*/g, glue);
}
