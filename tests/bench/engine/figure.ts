import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

/** One measured figure: how many times as much Ferry takes as what it is measured against. */
export interface Figure {
  part: string;
  what: string;
  /** Median of the ratios of all rounds but the first. */
  ratio: number;
  low: number;
  high: number;
  /** The ratio that is aimed at, or less. */
  aim: number;
  /** What a later change must not exceed; checked by the quick form. */
  limit: number;
}

export interface Round {
  ferry: number;
  bare: number;
}

/** The first round warms up and is left out. */
export function figureOf(facts: Pick<Figure, 'part' | 'what' | 'aim' | 'limit'>, rounds: readonly Round[]): Figure {
  const ratios = rounds
    .slice(1)
    .map(({ ferry, bare }) => ferry / bare)
    .toSorted((a, b) => a - b);
  const at = (part: number): number => ratios[Math.min(ratios.length - 1, Math.floor(part * ratios.length))] ?? 0;
  return { ...facts, ratio: at(0.5), low: at(0), high: at(1) };
}

export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map(({ part, what, ratio, low, high, aim }) => [
    part,
    what,
    `${ratio.toFixed(2)} × (${low.toFixed(2)} to ${high.toFixed(2)})`,
    `≤ ${aim}`,
    ratio <= aim ? 'met' : 'not met',
  ]);
  printTable([['part', 'work', 'ratio to the limit', 'aim', ''], ...rows]);
}

function printTable(rows: readonly string[][]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

export function writeFigures(file: string, figures: readonly Figure[]): void {
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}

/** How each figure moved against those in a file written before. */
export function compareFigures(file: string, figures: readonly Figure[]): void {
  const before = JSON.parse(readFileSync(file, 'utf8')) as Figure[];
  const rows = figures.map(({ part, what, ratio }) => {
    const old = before.find((figure) => figure.part === part && figure.what === what);
    const change = old === undefined ? 'new' : `${(((ratio - old.ratio) / old.ratio) * 100).toFixed(0)} %`;
    return [part, what, old?.ratio.toFixed(2) ?? '', ratio.toFixed(2), change];
  });
  printTable([['part', 'work', 'before', 'now', 'change'], ...rows]);
}

/** Where other programs keep the processor busy, times say nothing and even ratios scatter. */
export function noteBusyMachine(): void {
  const [lastMinute = 0] = loadavg();
  if (lastMinute <= availableParallelism() / 2) return;
  process.stdout.write(
    `This machine is busy (load ${lastMinute.toFixed(1)} on ${availableParallelism()} cores): figures are of processor time ` +
      'and in turns, but take them again when it is idle.\n',
  );
}
