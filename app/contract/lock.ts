import * as z from 'zod';

/**
 * How long the data stays on a computer whose access was withdrawn, counted from the notice to the person; until then
 * unsent work can be exported.
 */
export const WITHDRAWN_KEPT_DAYS = 14;

export const lockSchema = z.object({
  /** The person signed out · the firm withdrew access · an owner requested the removal of this device's data. */
  reason: z.enum(['signedOut', 'revoked', 'removal']),
  firm: z.string(),
  /** Who was signed in. */
  email: z.string(),
  /** The records were removed. */
  isRemoved: z.boolean(),
  /** When the remaining data is removed (ms since the epoch); null if it stays, or nothing remains. */
  removesAt: z.int().nullable(),
});
/** Why the records are locked. */
export type LockState = z.infer<typeof lockSchema>;
