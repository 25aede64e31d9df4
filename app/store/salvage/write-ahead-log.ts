const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit is the byte order of the checksums. */
const MAGIC = 0x377f0682;

export interface WalFrames {
  pageSize: number;
  /** Page number → offset of its newest intact content in the log. */
  offsets: Map<number, number>;
  /** The highest page number in the log; 0 for none. */
  lastPage: number;
}

/**
 * The pages of a write-ahead log, up to its last commit (https://sqlite.org/fileformat2.html#walformat). SQLite stops
 * at the first damaged frame and silently drops the rest. Each frame's checksum starts from the stored checksum of the
 * previous frame, so frames after a damaged one can still be verified.
 * @param readAt null if the bytes cannot be read
 * @param knownPageSize the database's page size, for a log with a damaged header
 */
export function readWriteAheadLog(
  bytes: number,
  readAt: (position: number, bytes: number) => Buffer | null,
  knownPageSize: number | null,
): WalFrames | null {
  const first = readAt(0, HEADER_BYTES + FRAME_HEADER_BYTES);
  if (!first) return null;
  const isIntact = (first.readUInt32BE(0) & ~1) >>> 0 === MAGIC;
  const pageSize = isIntact ? first.readUInt32BE(8) : knownPageSize;
  if (pageSize === null || pageSize < 512 || pageSize > 65_536) return null;
  const isBigEndian = isIntact && (first.readUInt32BE(0) & 1) === 1;
  const salts = first.subarray(...(isIntact ? [16, 24] : [HEADER_BYTES + 8, HEADER_BYTES + 16]));
  const offsets = new Map<number, number>();
  let lastPage = 0;
  let uncommitted = new Map<number, number>();
  let seed: [number, number] = [first.readUInt32BE(24), first.readUInt32BE(28)];

  const frameBytes = FRAME_HEADER_BYTES + pageSize;
  for (let at = HEADER_BYTES; at + frameBytes <= bytes; at += frameBytes) {
    const frame = readAt(at, frameBytes);
    if (!frame) continue;
    const stored: [number, number] = [frame.readUInt32BE(16), frame.readUInt32BE(20)];
    const afterHeader = checksum(frame.subarray(0, 8), seed, isBigEndian);
    const [one, two] = checksum(frame.subarray(FRAME_HEADER_BYTES), afterHeader, isBigEndian);
    seed = stored;
    if (!frame.subarray(8, 16).equals(salts) || one !== stored[0] || two !== stored[1]) continue;
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER_BYTES);
    if (frame.readUInt32BE(4) === 0) continue;
    for (const [page, offset] of uncommitted) {
      offsets.set(page, offset);
      lastPage = Math.max(lastPage, page);
    }
    uncommitted = new Map();
  }
  return { pageSize, offsets, lastPage };
}

function checksum(content: Buffer, [first, second]: [number, number], isBigEndian: boolean): [number, number] {
  let [one, two] = [first, second];
  for (let at = 0; at + 8 <= content.length; at += 8) {
    one = (one + (isBigEndian ? content.readUInt32BE(at) : content.readUInt32LE(at)) + two) >>> 0;
    two = (two + (isBigEndian ? content.readUInt32BE(at + 4) : content.readUInt32LE(at + 4)) + one) >>> 0;
  }
  return [one, two];
}
