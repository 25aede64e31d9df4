import * as z from 'zod';

const plain = z.string().regex(/^[!-~]{1,128}$/);

export const healthQuerySchema = z.object({
  /** Something the asker made up; with `firm`, the answer carries the proof over it. */
  nonce: plain.optional(),
  firm: plain.max(64).optional(),
});
