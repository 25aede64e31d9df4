import * as z from 'zod';

const plain = z.string().regex(/^[!-~]{1,128}$/);

export const healthQuerySchema = z.object({
  /** Chosen by the caller; with `firm`, the response contains the proof over it. */
  nonce: plain.optional(),
  firm: plain.max(64).optional(),
});
