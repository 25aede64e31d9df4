import * as z from 'zod';
import type { Clock, Log } from '#app/contract/ports.ts';
import { createJsonFile } from '../system/json-file.ts';

const hintsSchema = z.object({
  /** The person was shown what closing the window does. */
  background: z.boolean().default(false),
  /** The person declined to move the app to the Applications folder. */
  move: z.boolean().default(false),
});
type Hint = keyof z.infer<typeof hintsSchema>;

/** Hints shown once per computer. */
export interface Hints {
  wasGiven(hint: Hint): boolean;
  markGiven(hint: Hint): void;
}

/** Hints stored in a file; if that fails, a hint is shown again. */
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
