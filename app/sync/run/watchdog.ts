import { FerryFailure } from '#app/contract/errors.ts';

/** A batch is halved at most seven times until it is down to one change; a run that goes on is well under this. */
const MAX_STEPS_IN_PLACE = 20;

/**
 * Ends a run that gets answers but makes no progress, in any phase: each call has a deadline, but calls could follow each
 * other for ever.
 */
export function createWatchdog() {
  let stood = '';
  let steps = 0;

  return {
    /** Before each step. `marks` is JSON that changes with all progress. @throws FerryFailure `sync.badAnswer` */
    look(marks: unknown): void {
      const stands = JSON.stringify(marks);
      steps = stands === stood ? steps + 1 : 0;
      stood = stands;
      if (steps > MAX_STEPS_IN_PLACE) throw standstill();
    },
  };
}

function standstill(): FerryFailure {
  return new FerryFailure('sync.badAnswer', 'wait', { rule: 'a run that comes no further' });
}
