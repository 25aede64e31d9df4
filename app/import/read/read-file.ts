import { FileError } from '../file-error.ts';
import { MAX_FILE_BYTES } from '../limits.ts';
import type { Sheet } from '../sheet.ts';
import { refuseOtherBytes } from './file-kind.ts';
import { type CsvChoices, type ReadOptions, readCsv } from './read-csv.ts';
import { readVcard } from './read-vcard.ts';
import { readXlsx } from './read-xlsx.ts';

export interface FileChoices extends CsvChoices {
  /** For workbooks: sheet → header line. */
  headerLines?: Readonly<Record<string, number | null>>;
}

const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((byte, at) => bytes[at] === byte);

/**
 * Reads a list in any supported format, detected by content, not by file name.
 * @throws FileError if the format is unknown or a limit is exceeded
 */
export function readFile(name: string, bytes: Uint8Array, choices: FileChoices, options: ReadOptions): Sheet[] {
  if (bytes.length === 0) throw new FileError('empty');
  if (bytes.length > MAX_FILE_BYTES) throw new FileError('tooLarge');
  if (startsWith(bytes, 0x50, 0x4b)) return readXlsx(bytes, options, choices.headerLines);
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new FileError(isEncrypted(bytes) ? 'locked' : 'oldExcel');
  refuseOtherBytes(bytes);
  if (/^\ufeff?\s*BEGIN:VCARD/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))) {
    return [readVcard(name, bytes, choices.encoding, options)];
  }
  return [readCsv(name, bytes, choices, options)];
}

/** An encrypted workbook uses the same container as the old Excel format, with its own entry name. */
function isEncrypted(bytes: Uint8Array): boolean {
  return new TextDecoder('utf-16le').decode(bytes.subarray(0, 65_536)).includes('EncryptedPackage');
}
