/** The middle one and the one that 95 of 100 stay below. */
export interface Times {
  median: number;
  p95: number;
}

export function timesOf(durations: readonly number[]): Times {
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

/** `what: 0.52 (p95 0.80) of 16 ms; 1.90 times LIMIT`, the limit being what nothing can be faster than here. */
export function say(what: string, times: Times, aimMs: number, limit: { name: string; times: Times }): void {
  const share = (ms: number) => (ms / aimMs).toFixed(2);
  const factor = (times.median / limit.times.median).toFixed(2);
  process.stdout.write(
    `${what}: ${share(times.median)} (p95 ${share(times.p95)}) of ${aimMs} ms; ${factor} times ${limit.name}\n`,
  );
}
