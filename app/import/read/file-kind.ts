import { FileError, type FileErrorCode } from '../file-error.ts';

/** How files that are no lists begin, as bytes; each is one of those that people choose by mistake. */
const BEGINNINGS: readonly (readonly [code: FileErrorCode, bytes: readonly number[]])[] = [
  ['notAList', [...'%PDF'].map(code)],
  ['notAList', [...'{\\rtf'].map(code)],
  ['oldExcel', [0x09, 0x00, 0x04, 0x00]],
  ['oldExcel', [0x09, 0x02, 0x06, 0x00]],
  ['oldExcel', [0x09, 0x04, 0x06, 0x00]],
  ['archive', [0x1f, 0x8b]],
  ['archive', [...'Rar!'].map(code)],
  ['archive', [...'7z\u00bc\u00af'].map(code)],
  ['otherFormat', [0x89, ...[...'PNG'].map(code)]],
  ['otherFormat', [0xff, 0xd8, 0xff]],
  ['otherFormat', [...'GIF8'].map(code)],
  ['otherFormat', [...'SQLite format 3'].map(code)],
];

function code(letter: string): number {
  return letter.charCodeAt(0);
}

/** A byte in so many of these makes a file none of text; lists with stray control characters have far fewer. */
const LEAST_CONTROL_SHARE = 0.05;
const SAMPLE_LENGTH = 8000;

/** @throws FileError where the file begins like one of a kind that is no list */
export function refuseOtherBytes(bytes: Uint8Array): void {
  const found = BEGINNINGS.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (found !== undefined) throw new FileError(found[0]);
}

/** @throws FileError where a text is written in another form than a list: a page, data for programs, a calendar, no text at all */
export function refuseOtherText(text: string): void {
  const start = text.slice(0, SAMPLE_LENGTH).trimStart();
  if (/^<\?xml[\s\S]*urn:schemas-microsoft-com:office:spreadsheet/i.test(start))
    throw new FileError('otherSpreadsheet');
  if (isMarkup(start)) throw new FileError('webPage');
  if (start.startsWith('%PDF')) throw new FileError('notAList');
  // A workbook saved as a web page is in a MIME container, like an email.
  if (/^MIME-Version:/i.test(start)) throw new FileError('webPage');
  if (isJson(start) || /^(?:BEGIN:V(?!CARD)[A-Z]+\r?$|dn: ?\S)/im.test(start.slice(0, 100)) || isBinary(start))
    throw new FileError('otherFormat');
}

function isMarkup(start: string): boolean {
  return /^<(?:!--|!doctype|\?xml|(?:html|head|body|table|div|meta|style|script|center|p|h[1-6])[\s>])/i.test(start);
}

/** An object or a list of them; a cell of a list does not begin so. */
function isJson(start: string): boolean {
  return /^(?:\[\s*)*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\})/.test(start) || /^\[\s*["\][]/.test(start);
}

function isBinary(start: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  const controls = start.match(/[\u0001-\u0008\u000e-\u001a\u001c-\u001e\ufffd]/g)?.length ?? 0;
  return controls > start.length * LEAST_CONTROL_SHARE && controls > 3;
}

/** What a zip holds that is no workbook of the current Excel. @param names of its parts */
export function kindOfArchive(names: readonly string[]): FileErrorCode {
  if (names.length === 0) return 'damaged';
  const holds = (start: RegExp) => names.some((name) => start.test(name));
  if (holds(/^(?:word|ppt)\//i)) return 'notAList';
  // Excel's binary form, LibreOffice, Apple's Numbers.
  if (holds(/^(?:xl\/workbook\.bin|content\.xml|Index(?:\/|\.zip)|mimetype$)/i)) return 'otherSpreadsheet';
  return holds(/^xl\//i) ? 'damaged' : 'archive';
}
