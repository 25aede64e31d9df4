import * as z from 'zod';

/** Printable ASCII: ids are compared byte by byte, in two databases and on every desk, and are sent in URLs. */
const ID = /^[!-~]{1,64}$/;

/** Id of a record, table, device, person or firm; one rule for protocol, server and desk. */
export const idSchema = z.string().regex(ID, { error: 'An id has 1 to 64 printable ASCII characters, and no spaces.' });

export function isId(text: string): boolean {
  return ID.test(text);
}
