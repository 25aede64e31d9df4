import { strToU8, zipSync } from 'fflate';
import type { OutCell, OutTable } from './table.ts';

/** Excel's limit for a cell. */
const MAX_TEXT = 32_000;
const MAX_SHEET_NAME = 31;
const SAMPLE_ROWS = 100;
const WIDTHS = { least: 8, most: 60 };
const ROWS_A_PIECE = 1000;
/** Excel treats 1900 as a leap year; from this day on all programs count alike. */
const FIRST_SURE_DAY = '1900-03-01';
const STYLES = { text: 1, day: 2, header: 3, whole: 4, cents: 5, mils: 6 } as const;

/**
 * A workbook with one sheet per table: frozen bold header, days as days, amounts as numbers with their decimals,
 * everything else as text, so that phone numbers and tax ids keep their zeros.
 */
export function writeXlsx(tables: readonly OutTable[]): Uint8Array {
  const sheets = tables.map(splitLongTexts);
  const names = sheetNames(tables);
  const parts: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8(contentTypes(sheets.length)),
    '_rels/.rels': strToU8(relations([['officeDocument', 'xl/workbook.xml']])),
    'xl/workbook.xml': strToU8(workbook(names)),
    'xl/_rels/workbook.xml.rels': strToU8(
      relations([
        ...names.map((_, at): [string, string] => ['worksheet', `worksheets/sheet${at + 1}.xml`]),
        ['styles', 'styles.xml'],
      ]),
    ),
    'xl/styles.xml': strToU8(STYLE_SHEET),
  };
  for (const [at, sheet] of sheets.entries()) parts[`xl/worksheets/sheet${at + 1}.xml`] = worksheet(sheet);
  return zipSync(parts, { level: 6 });
}

/** A text too long for one cell continues in extra columns, `Notes (2)`; reading joins it again. */
function splitLongTexts({ name, headers, rows }: OutTable): OutTable {
  const pieces = headers.map((_, column) =>
    rows.reduce((most, cells) => {
      const cell = cells[column];
      return cell?.kind === 'text' && cell.text.length > MAX_TEXT ? Math.max(most, piecesOf(cell.text).length) : most;
    }, 1),
  );
  if (pieces.every((count) => count === 1)) return { name, headers, rows };
  const spread = (column: number, cell: OutCell): OutCell[] => {
    const texts = cell?.kind === 'text' ? piecesOf(cell.text) : [];
    return Array.from({ length: pieces[column] ?? 1 }, (_, at): OutCell => {
      if (cell?.kind !== 'text') return at === 0 ? cell : null;
      const piece = texts[at];
      return piece === undefined ? null : { kind: 'text', text: piece };
    });
  };
  return {
    name,
    headers: headers.flatMap((header, column) =>
      Array.from({ length: pieces[column] ?? 1 }, (_, at) => (at === 0 ? header : `${header} (${at + 1})`)),
    ),
    rows: rows.map((cells) => cells.flatMap((cell, column) => spread(column, cell))),
  };
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    // A surrogate pair is one character and must not be split.
    const isPair = /[\ud800-\udbff]/.test(text.charAt(at + MAX_TEXT - 1));
    const end = at + MAX_TEXT - (isPair ? 1 : 0);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Unique sheet names that Excel accepts. */
function sheetNames(tables: readonly OutTable[]): string[] {
  const taken = new Set<string>();
  return tables.map(({ name }, at) => {
    const bare =
      name
        .replace(/[\\/?*[\]:']/g, ' ')
        .trim()
        .slice(0, MAX_SHEET_NAME) || `${at + 1}`;
    const free = taken.has(bare.toLowerCase()) ? `${bare.slice(0, MAX_SHEET_NAME - 4)} ${at + 1}` : bare;
    taken.add(free.toLowerCase());
    return free;
  });
}

function worksheet({ headers, rows }: OutTable): Uint8Array {
  const pieces: Uint8Array[] = [];
  const widths = headers.map((header, column) =>
    widthOf([header, ...rows.slice(0, SAMPLE_ROWS).map((cells) => shownText(cells[column] ?? null))]),
  );
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  const head = rowXml(
    1,
    headers.map((header, column) => textXml(place(column, 1), header, STYLES.header)),
  );
  const last = place(Math.max(0, headers.length - 1), rows.length + 1);
  pieces.push(
    strToU8(
      `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:${last}"/><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" ` +
        `activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${head}`,
    ),
  );
  for (let start = 0; start < rows.length; start += ROWS_A_PIECE) {
    const lines = rows.slice(start, start + ROWS_A_PIECE).map((cells, at) => {
      const line = start + at + 2;
      return rowXml(
        line,
        cells.map((cell, column) => cellXml(place(column, line), cell)),
      );
    });
    pieces.push(strToU8(lines.join('')));
  }
  pieces.push(strToU8('</sheetData></worksheet>'));
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const rowXml = (line: number, cells: readonly string[]) => `<row r="${line}">${cells.join('')}</row>`;

function cellXml(at: string, cell: OutCell): string {
  if (cell === null) return '';
  if (cell.kind === 'text') return textXml(at, cell.text, STYLES.text);
  if (cell.kind === 'number') return `<c r="${at}"><v>${cell.value}</v></c>`;
  if (cell.kind === 'amount') {
    const style = cell.digits === 0 ? STYLES.whole : cell.digits === 3 ? STYLES.mils : STYLES.cents;
    return `<c r="${at}" s="${style}"><v>${cell.value.toFixed(cell.digits)}</v></c>`;
  }
  if (cell.day < FIRST_SURE_DAY) return textXml(at, cell.day, STYLES.text);
  const serial = (Date.parse(`${cell.day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
  return `<c r="${at}" s="${STYLES.day}"><v>${serial}</v></c>`;
}

function textXml(at: string, text: string, style: number): string {
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** Escapes what XML cannot hold or would change as `_x000D_`, and underscores that look like such an escape. */
function escaped(text: string): string {
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(
      /[^\P{Cc}\t\n]|[\ufffe\uffff]/gu,
      (letter) => `_x${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** `A1` */
function place(column: number, line: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return `${letters}${line}`;
}

function shownText(cell: OutCell): string {
  if (cell === null) return '';
  return cell.kind === 'text' ? cell.text : cell.kind === 'day' ? cell.day : String(cell.value);
}

function widthOf(texts: readonly string[]): number {
  const longest = Math.max(...texts.map((text) => text.split('\n', 1)[0]?.length ?? 0));
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, longest + 2));
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function contentTypes(sheets: number): string {
  const overrides = [
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>`,
    ...Array.from(
      { length: sheets },
      (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`,
    ),
  ];
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ` +
    `ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
    `${overrides.join('')}</Types>`
  );
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

function workbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, at) => `<sheet name="${escaped(name).replaceAll('"', '&quot;')}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  );
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

const STYLE_SHEET =
  `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.000"/></numFmts>` +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="7"><xf/>' +
  ['49', '14', '0', '3', '4', '164']
    .map(
      (format) => `<xf numFmtId="${format}" fontId="${format === '0' ? 1 : 0}" applyNumberFormat="1" applyFont="1"/>`,
    )
    .join('') +
  '</cellXfs></styleSheet>';
