import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createJsonFile } from '../system/json-file.ts';

const hintsSchema = z.object({
  /** What closing the window means was explained. */
  background: z.boolean().default(false),
  /** A move to the Applications folder was offered, and declined. */
  move: z.boolean().default(false),
});
type Hint = keyof z.infer<typeof hintsSchema>;

/** Hints that are shown once on this computer. */
export interface Hints {
  wasGiven(hint: Hint): boolean;
  markGiven(hint: Hint): void;
}

/** Hints in a file; where it cannot be read or written, one is given again. */
export function createHints(deps: { file: string; clock: Clock; log: Log }): Hints {
  const stored = createJsonFile({ ...deps, schema: hintsSchema });
  let current = hintsSchema.parse({});
  try {
    current = stored.read() ?? current;
  } catch (thrown) {
    deps.log.info('hints.unreadable', { reason: String(thrown) });
  }
  return {
    wasGiven: (hint) => current[hint],
    markGiven(hint) {
      current = { ...current, [hint]: true };
      try {
        stored.write(current);
      } catch (thrown) {
        deps.log.info('hints.notKept', { reason: String(thrown) });
      }
    },
  };
}
