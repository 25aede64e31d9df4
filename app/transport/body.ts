import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const compress = promisify(gzip);

/** Below this, gzip costs more than it saves. */
const COMPRESS_FROM_BYTES = 2_048;
/** No answer of this protocol comes near; a larger one is not read to its end. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** A JSON body with its headers, compressed where that pays. */
export async function jsonBody(
  value: unknown,
): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const json = Buffer.from(JSON.stringify(value));
  const headers = { 'content-type': 'application/json' };
  if (json.byteLength < COMPRESS_FROM_BYTES) return { body: new Uint8Array(json), headers };
  return { body: new Uint8Array(await compress(json)), headers: { ...headers, 'content-encoding': 'gzip' } };
}

/** Reads a body as text. @throws Error when it is larger than `MAX_ANSWER_BYTES` or cut short. */
export async function readText(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for await (const chunk of chunks(response.body)) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('The answer is too large.');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
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
