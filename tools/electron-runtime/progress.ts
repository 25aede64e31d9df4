/** Writes one line for the person at the terminal; stderr, because stdout belongs to what a command was asked for. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const QUIET_MS = 2_000;
const REPEAT_MS = 10_000;

/**
 * Runs `work` and keeps the person informed when it takes longer than two seconds: what is being done, every ten
 * seconds for how long, and when it is done.
 */
export async function withProgress<T>(label: string, work: () => Promise<T>): Promise<T> {
  const startedAtMs = Date.now();
  const elapsedSeconds = () => Math.round((Date.now() - startedAtMs) / 1000);
  let repeat: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    say(`${label} …`);
    repeat = setInterval(() => say(`${label} … ${elapsedSeconds()} s`), REPEAT_MS);
  }, QUIET_MS);
  try {
    const result = await work();
    if (repeat) say(`${label}: done in ${elapsedSeconds()} s`);
    return result;
  } finally {
    clearTimeout(first);
    clearInterval(repeat);
  }
}
