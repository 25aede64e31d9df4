/** A stored value; integers beyond JavaScript's safe range make the row unreadable. */
export type StoredValue = string | number | null | Buffer;

const MAX_VARINT_BYTES = 9;
const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** SQLite's varint of 1 to 9 bytes; null beyond the buffer and for unsafe integers. */
export function readVarint(from: Buffer, at: number): { value: number; next: number } | null {
  let value = 0n;
  for (let index = 0; index < MAX_VARINT_BYTES; index += 1) {
    const byte = from[at + index];
    if (byte === undefined) return null;
    const isLast = index === MAX_VARINT_BYTES - 1;
    value = isLast ? (value << 8n) | BigInt(byte) : (value << 7n) | BigInt(byte & 0x7f);
    if (!isLast && byte >= 0x80) continue;
    const number = Number(BigInt.asIntN(64, value));
    return Number.isSafeInteger(number) ? { value: number, next: at + index + 1 } : null;
  }
  return null;
}

/** The values of a row (https://sqlite.org/fileformat2.html#record_format); null if the bytes are not one. */
export function decodeRecord(payload: Buffer): StoredValue[] | null {
  const header = readVarint(payload, 0);
  if (!header || header.value < header.next || header.value > payload.length) return null;
  const values: StoredValue[] = [];
  let at = header.next;
  let bodyAt = header.value;
  while (at < header.value) {
    const type = readVarint(payload, at);
    const value = type && decodeValue(payload, bodyAt, type.value);
    if (!type || !value) return null;
    values.push(value.value);
    at = type.next;
    bodyAt += value.bytes;
  }
  return at === header.value && bodyAt === payload.length ? values : null;
}

const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8];

function decodeValue(payload: Buffer, at: number, type: number): { value: StoredValue; bytes: number } | null {
  if (type === 0) return { value: null, bytes: 0 };
  if (type === 8 || type === 9) return { value: type - 8, bytes: 0 };
  const bytes = type === 7 ? 8 : type >= 12 ? (type - 12) >> 1 : INTEGER_BYTES[type];
  if (bytes === undefined || type < 0 || at + bytes > payload.length) return null;
  if (type === 7) return { value: payload.readDoubleBE(at), bytes };
  if (type < 12) return decodeInteger(payload, at, bytes);
  const content = payload.subarray(at, at + bytes);
  if (type % 2 === 0) return { value: content, bytes };
  try {
    return { value: text.decode(content), bytes };
  } catch {
    return null;
  }
}

function decodeInteger(payload: Buffer, at: number, bytes: number): { value: number; bytes: number } | null {
  const value = bytes === 8 ? Number(payload.readBigInt64BE(at)) : payload.readIntBE(at, bytes);
  return Number.isSafeInteger(value) ? { value, bytes } : null;
}
