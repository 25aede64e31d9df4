import { MAX_BODY_BYTES } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';

/** Bytes of changes per round; the rest of the request needs room too. */
export const BATCH_BYTES = MAX_BODY_BYTES * 0.75;
/** Ids, names and times of a change. */
const FRAME_BYTES = 400;

/** Size of a change in a request, in bytes, unpacked. */
export function sizeOf({ data, base }: { data: RecordData; base: RecordData }): number {
  return FRAME_BYTES + Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(base));
}
