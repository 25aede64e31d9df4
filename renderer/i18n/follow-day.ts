/** Upper bound: a timer that slept with the computer is late by as much. */
const MOST_WAIT_MS = 60_000;

/**
 * Reports the local day, and each new day as it begins. Returns the unsubscribe function.
 * @param dayOf ms since the epoch → `YYYY-MM-DD`
 */
export function followDay(onDay: (day: string) => void, dayOf: (atMs: number) => string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = '';
  const wait = () => {
    timer = setTimeout(look, Math.min(MOST_WAIT_MS, nextMidnightMs(Date.now()) - Date.now()));
  };
  function look() {
    const day = dayOf(Date.now());
    if (day !== known) onDay(day);
    known = day;
    wait();
  }
  look();
  return () => clearTimeout(timer);
}

function nextMidnightMs(nowMs: number): number {
  const day = new Date(nowMs);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}
