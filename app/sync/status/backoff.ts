import type { Random } from '#app/contract/ports.ts';

export const BACKOFF_FIRST_MS = 1_000;
export const BACKOFF_MAX_MS = 5 * 60_000;

/**
 * Full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"): uniform between 0 and the doubled ceiling, so
 * that desks that failed together do not return together; never under a quarter of the first step.
 * @param attempt 1 for the first failure.
 */
export function backoffDelay(attempt: number, random: Random): number {
  const ceilingMs = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.max(0, attempt - 1));
  return Math.max(BACKOFF_FIRST_MS / 4, Math.round(random() * ceilingMs));
}
