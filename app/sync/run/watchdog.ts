import { FerryFailure } from '#app/contract/errors.ts';

/** Seven halvings reduce a batch to one change; a run that progresses stays well below this. */
const MAX_STEPS_IN_PLACE = 20;

/**
 * Ends a run that gets responses but makes no progress, in any phase: each call has a deadline, but calls could repeat
 * forever.
 */
export function createWatchdog() {
  let stood = '';
  let steps = 0;

  return {
    /** Call before each step. `marks` is JSON that changes with any progress. @throws FerryFailure `sync.badAnswer` */
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
