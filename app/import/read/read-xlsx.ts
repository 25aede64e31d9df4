import { FileError } from '../file-error.ts';
import { LINES_A_SLICE, MAX_CELL_LENGTH, MAX_SHEETS } from '../limits.ts';
import type { FileForm, Sheet } from '../sheet.ts';
import { kindOfArchive } from './file-kind.ts';
import { makeSheet } from './make-sheet.ts';
import type { ReadOptions } from './read-csv.ts';
import { readRows, shareOf, unescaped } from './xlsx-rows.ts';
import { readStyles } from './xlsx-styles.ts';
import { unpack } from './xlsx-zip.ts';
import { readXml } from './xml.ts';

const FORM: FileForm = {
  kind: 'xlsx',
  encoding: 'utf-8',
  separator: '',
  hasByteOrderMark: false,
  hasSeparatorLine: false,
  newline: '\n',
};

/** Share of the progress for unpacking and shared strings; the sheets share the rest by size. */
const UNPACK_SHARE = 0.25;
const STRINGS_SHARE = 0.2;

/** Reads every non-empty sheet of a workbook, hidden ones last. @param headerLines sheet → header line chosen by a person */
export function readXlsx(
  bytes: Uint8Array,
  options: ReadOptions,
  headerLines: Readonly<Record<string, number | null>> = {},
): Sheet[] {
  const report = (from: number, share: number) => (part: number) => {
    if (options.onProgress?.(from + share * part) === false) throw new FileError('cancelled');
  };
  const isWanted = (name: string) =>
    /^xl\/(?:workbook|sharedStrings|styles|worksheets\/[^/]+|_rels\/workbook)\.xml/i.test(name);
  const { parts, names } = unpack(bytes, isWanted, report(0, UNPACK_SHARE));
  const byName = new Map([...parts].map(([name, part]) => [name.toLowerCase(), part]));
  const workbook = byName.get('xl/workbook.xml');
  if (workbook === undefined) throw new FileError(kindOfArchive(names));
  const { sheets, is1904 } = readWorkbook(workbook, targetsOf(byName.get('xl/_rels/workbook.xml.rels')));
  const book = {
    strings: readStrings(byName.get('xl/sharedstrings.xml'), report(UNPACK_SHARE, STRINGS_SHARE)),
    styles: readStyles(byName.get('xl/styles.xml')),
    is1904,
  };
  const total = sheets.reduce((sum, { file }) => sum + (byName.get(file)?.length ?? 0), 0);
  let done = 0;
  const read = sheets.flatMap(({ name, file, isHidden }) => {
    const part = byName.get(file);
    if (part === undefined) return [];
    const before = UNPACK_SHARE + STRINGS_SHARE;
    const ofSheets = (1 - before) / Math.max(1, total);
    const { rows, hiddenLines } = readRows(part, book, report(before + ofSheets * done, ofSheets * part.length));
    done += part.length;
    if (rows.length === 0) return [];
    return [{ ...makeSheet(name, rows, FORM, options.knownHeaders, headerLines[name]), isHidden, hiddenLines }];
  });
  if (read.length === 0) throw new FileError('empty');
  return read;
}

function targetsOf(relations: Uint8Array | undefined): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  if (relations === undefined) return targets;
  readXml(relations, {
    open(name, attributes) {
      if (name !== 'Relationship') return;
      const { Id = '', Target = '' } = attributes();
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

function readWorkbook(part: Uint8Array, targets: ReadonlyMap<string, string>) {
  const sheets: { name: string; file: string; isHidden: boolean }[] = [];
  let is1904 = false;
  readXml(part, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes().date1904 ?? '');
      if (name !== 'sheet') return;
      const { name: title = '', 'r:id': id = '', state } = attributes();
      const file = (targets.get(id) ?? `xl/worksheets/sheet${sheets.length + 1}.xml`).toLowerCase();
      sheets.push({ name: title, file, isHidden: state !== undefined && state !== 'visible' });
    },
  });
  if (sheets.every(({ isHidden }) => isHidden)) for (const sheet of sheets) sheet.isHidden = false;
  const inOrder = [...sheets.filter(({ isHidden }) => !isHidden), ...sheets.filter(({ isHidden }) => isHidden)];
  if (sheets.length > MAX_SHEETS) throw new FileError('tooManySheets');
  return { sheets: inOrder, is1904 };
}

function readStrings(part: Uint8Array | undefined, report: (share: number) => void): string[] {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let total = 0;
  let text = '';
  let isInText = false;
  let isPhonetic = false;
  readXml(part, {
    open(name, attributes) {
      if (name === 'sst') total = Number(attributes().uniqueCount ?? 0);
      if (name === 'si') text = '';
      isInText = name === 't' && !isPhonetic;
      if (name === 'rPh') isPhonetic = true;
    },
    text(piece) {
      if (isInText) text += piece;
    },
    close(name) {
      if (name === 't') isInText = false;
      if (name === 'rPh') isPhonetic = false;
      if (name !== 'si') return;
      if (text.length > MAX_CELL_LENGTH) throw new FileError('tooLarge');
      strings.push(unescaped(text));
      if (strings.length % LINES_A_SLICE === 0) report(shareOf(strings.length, total));
    },
  });
  return strings;
}
