import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { type FerryError, FerryFailure } from '#app/contract/errors.ts';

const compress = promisify(gzip);

/** Below this, gzip costs more than it saves. */
const COMPRESS_FROM_BYTES = 2_048;
/** Half the time of the default, for hardly more bytes of such JSON. */
const COMPRESSION = { level: constants.Z_BEST_SPEED };
/** Far above any response of this protocol; a larger one is not read to the end. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

const TOO_LARGE = 'too large';

/** Whether a response exceeded the read limit; a smaller request may help. */
export function isTooLargeToRead({ code, details }: FerryError): boolean {
  return code === 'sync.badAnswer' && details?.reason === TOO_LARGE;
}

/** A JSON body with its headers, compressed if worthwhile. */
export async function jsonBody(
  value: unknown,
): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const json = Buffer.from(JSON.stringify(value));
  const headers = { 'content-type': 'application/json' };
  if (json.byteLength < COMPRESS_FROM_BYTES) return { body: new Uint8Array(json), headers };
  return {
    body: new Uint8Array(await compress(json, COMPRESSION)),
    headers: { ...headers, 'content-encoding': 'gzip' },
  };
}

/**
 * Reads a body as text. @throws FerryFailure `sync.badAnswer` if it is too large or not UTF-8, Error if it is truncated
 */
export async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const chunk of chunks(response.body)) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw unreadable(TOO_LARGE);
    text += decoded(() => decoder.decode(chunk, { stream: true }));
  }
  return text + decoded(() => decoder.decode());
}

function decoded(decode: () => string): string {
  try {
    return decode();
  } catch {
    throw unreadable('not UTF-8');
  }
}

function unreadable(reason: string): FerryFailure {
  return new FerryFailure('sync.badAnswer', 'wait', { reason });
}

/** The chunks of a stream; leaving the loop early cancels it. */
export async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
