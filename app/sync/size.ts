import { MAX_BODY_BYTES } from '#app/contract/protocol.ts';
import type { RecordData } from '#app/schema/index.ts';

/** The bytes of changes per round; the rest of the request needs some room as well. */
export const BATCH_BYTES = MAX_BODY_BYTES * 0.75;
/** Ids, names and times of a change. */
const FRAME_BYTES = 400;

/** How many bytes a change takes in a request, unpacked. */
export function sizeOf({ data, base }: { data: RecordData; base: RecordData }): number {
  return FRAME_BYTES + Buffer.byteLength(JSON.stringify(data)) + Buffer.byteLength(JSON.stringify(base));
}
