/** The cells of a row and its first line number. */
export interface CsvRow {
  line: number;
  cells: string[];
  /** The row opens a quote that is never closed; its cells end with that line. */
  hasUnclosedQuote: boolean;
}

const LF = 10;
const CR = 13;

/**
 * Splits separated values into rows. Any mix of `\n`, `\r\n` and `\r` ends a line; line breaks within quotes are kept.
 * Quotes follow RFC 4180 if the file does. Otherwise: a quote inside an unquoted cell is a character (`27" screen`);
 * text after a closing quote on the same line belongs to the cell (`"Beta" Ltd`); a quote that is not closed, or closed
 * only within text of a later line, ends with its line, so that it does not swallow the following rows. Blanks before a
 * quoted cell are skipped (`a, "b, c"`), and `\"` inside a quoted cell is a quote, as databases write it.
 * @param separator one character, or '' for a file with one column
 */
export function* csvRows(text: string, separator: string): Generator<CsvRow> {
  const end = text.length;
  let at = 0;
  let line = 1;
  while (at < end) {
    const row = readRow(text, at, line, separator);
    yield row.row;
    at = row.at;
    line = row.line;
  }
}

interface ReadRow {
  row: CsvRow;
  /** Start of the next row. */
  at: number;
  line: number;
}

function readRow(text: string, start: number, startLine: number, separator: string): ReadRow {
  const cells: string[] = [];
  let at = start;
  let line = startLine;
  let hasUnclosedQuote = false;
  for (;;) {
    const quoted = text[at] === '"' ? readQuoted(text, at, separator) : readAfterBlanks(text, at, separator);
    if (quoted === null) {
      if (text[at] === '"') hasUnclosedQuote = true;
      const to = endOfPlain(text, at, separator);
      cells.push(text.slice(hasUnclosedQuote && text[at] === '"' ? at + 1 : at, to));
      at = to;
    } else {
      cells.push(quoted.cell);
      line += quoted.breaks;
      at = quoted.at;
    }
    if (separator !== '' && text.startsWith(separator, at)) {
      at += separator.length;
      continue;
    }
    at = afterBreak(text, at);
    return { row: { line: startLine, cells, hasUnclosedQuote }, at, line: line + 1 };
  }
}

/** A quoted cell after blanks; null if it does not end like one, so that blanks and quotes are text. */
function readAfterBlanks(text: string, at: number, separator: string): ReturnType<typeof readQuoted> {
  if (text[at] !== ' ') return null;
  let start = at;
  while (text[start] === ' ') start++;
  const quoted = text[start] === '"' ? readQuoted(text, start, separator) : null;
  return quoted !== null && text.lastIndexOf('"', quoted.at) > start && isClosed(text, quoted.at) ? quoted : null;
}

/** Whether a quote precedes `at`, apart from blanks. */
function isClosed(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === ' ' || text[before] === '\t') before--;
  return text[before] === '"';
}

/** Null if the quote at `at` is not closed before the end, or only within text of a later line. */
function readQuoted(text: string, at: number, separator: string): { cell: string; at: number; breaks: number } | null {
  let from = at + 1;
  let cell = '';
  for (;;) {
    const close = text.indexOf('"', from);
    if (close < 0) return null;
    cell += text.slice(from, close);
    if (text[close + 1] === '"') {
      cell += '"';
      from = close + 2;
      continue;
    }
    const after = close + 1;
    if (cell.endsWith('\\') && !endsCell(text, after, separator)) {
      cell = `${cell.slice(0, -1)}"`;
      from = after;
      continue;
    }
    const breaks = countBreaks(cell);
    if (endsCell(text, after, separator)) return { cell, at: after, breaks };
    // Some programs write blanks between the closing quote and the separator.
    const blank = /^[ \t]+/.exec(text.slice(after, after + 20))?.[0].length ?? 0;
    if (blank > 0 && endsCell(text, after + blank, separator)) return { cell, at: after + blank, breaks };
    if (breaks > 0) return null;
    const to = endOfPlain(text, after, separator);
    return { cell: cell + text.slice(after, to), at: to, breaks };
  }
}

function endsCell(text: string, at: number, separator: string): boolean {
  if (at >= text.length) return true;
  const code = text.charCodeAt(at);
  return code === LF || code === CR || (separator !== '' && text.startsWith(separator, at));
}

function endOfPlain(text: string, at: number, separator: string): number {
  for (let place = at; place < text.length; place++) if (endsCell(text, place, separator)) return place;
  return text.length;
}

function afterBreak(text: string, at: number): number {
  if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) return at + 2;
  return at + 1;
}

/** Number of line breaks in a text; `\r\n` counts once. */
export function countBreaks(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) count++;
  }
  return count;
}
