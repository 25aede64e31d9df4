import { FerryFailure } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { peopleText } from '#app/text/people/index.ts';
import { UsageError } from './arguments.ts';
import { usage } from './usage.ts';

/** The message for an operator when a command fails: the problem and the remedy, without a stack. */
export function complaintOf(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${usage()}`;
  if (error instanceof FerryFailure) return `${errorText(error.error, peopleText('en'))}\n`;
  return `The server stopped: ${error instanceof Error ? error.message : String(error)}\n`;
}
