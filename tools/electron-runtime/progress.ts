/** Writes one line to stderr, because stdout is for a command's result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const QUIET_MS = 2_000;
const REPEAT_MS = 10_000;

/** Runs `work` and, if it takes over two seconds, reports it: every ten seconds and at the end. */
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
