export function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * values.length)] ?? 0;
}

/** `0.52 (from 0.41 to 0.70)`: the median, and the tenths at both ends. */
export function spread(values: readonly number[]): string {
  const [low, middle, high] = [0.1, 0.5, 0.9].map((part) => quantile(values, part).toFixed(2));
  return `${middle} (from ${low} to ${high})`;
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
