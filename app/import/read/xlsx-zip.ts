import { Unzip, UnzipInflate } from 'fflate';
import { FileError } from '../file-error.ts';
import { MAX_UNPACK_RATIO, MAX_UNPACKED_BYTES, MAX_ZIP_PARTS, UNPACK_RATIO_FROM_BYTES } from '../limits.ts';

const PIECE = 65_536;

/**
 * Unpacks the wanted parts of a workbook. Counts the actual output, not the declared sizes, and stops at the limit.
 * @param report called with the progress, 0 to 1; may throw to abort
 * @returns the parts, and the names of all parts
 */
export function unpack(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  report: (share: number) => void,
): { parts: Map<string, Uint8Array>; names: string[] } {
  const parts = new Map<string, Uint8Array>();
  const names: string[] = [];
  let unpacked = 0;
  let failure: FileError | null = null;
  const unzip = new Unzip((file) => {
    names.push(file.name);
    if (names.length > MAX_ZIP_PARTS) failure ??= new FileError('unpacksTooLarge');
    if (failure !== null || !isWanted(file.name)) return;
    const pieces: Uint8Array[] = [];
    let length = 0;
    file.ondata = (error, piece, isLast) => {
      if (error) failure ??= new FileError('damaged', String(error));
      if (failure !== null) return file.terminate();
      unpacked += piece.length;
      length += piece.length;
      const isBomb = unpacked > UNPACK_RATIO_FROM_BYTES && unpacked > MAX_UNPACK_RATIO * bytes.length;
      if (isBomb || unpacked > MAX_UNPACKED_BYTES) {
        failure = new FileError('unpacksTooLarge');
        return file.terminate();
      }
      pieces.push(piece);
      if (isLast) parts.set(file.name, joined(pieces, length));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    // Feeds small pieces, so that a zip bomb is detected early.
    for (let at = 0; at < bytes.length && failure === null; at += PIECE) {
      unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
      report(Math.min(1, (at + PIECE) / bytes.length));
    }
  } catch (thrown) {
    failure ??= thrown instanceof FileError ? thrown : new FileError('damaged', String(thrown));
  }
  if (failure !== null) throw failure;
  return { parts, names };
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
