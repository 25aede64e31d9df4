import { parseArgs } from 'node:util';
import { compareFigures, type Figure, noteBusyMachine, printFigures, writeFigures } from './engine/figure.ts';
import { engineParts, FULL_SIZE, QUICK_SIZE } from './engine/index.ts';

const USAGE = `npm run bench -- [PART…] [--quick] [--json FILE] [--compare FILE] [-- OPTIONS OF A PART]
  core, ratios in one process:     ${Object.keys(engineParts).join(', ')}
  in the app and on the server:    app, bridge, csv, desk, hold-up, raw, server
--quick takes small numbers, and fails where a figure is above its limit.
`;

/** Each prints ratios against a limit measured in the same run; what follows a name are its options. */
const otherParts: Record<string, (options: string[]) => Promise<Figure[] | undefined>> = {
  app: async () => (await import('./app.ts')).benchApp(),
  bridge: async () => void (await (await import('./bridge.ts')).benchBridge()),
  csv: async () => void (await (await import('./csv.ts')).benchCsv()),
  desk: async () => void (await (await import('./desk.ts')).benchDesk()),
  'hold-up': async () => void (await (await import('./fill.ts')).benchFill()),
  raw: async () => void (await (await import('./enqueue.ts')).benchEnqueue()),
  server: async (options) => void (await (await import('./server.ts')).benchServer(options)),
};

const given = process.argv.slice(2);
// The server's options are its own.
const optionsAt = given[0] === 'server' ? 1 : given.length;
const { values, positionals } = parseArgs({
  args: given.slice(0, optionsAt),
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    compare: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) process.stdout.write(USAGE);
else process.exitCode = await run();

async function run(): Promise<number> {
  noteBusyMachine();
  const all = values.quick ? Object.keys(engineParts) : [...Object.keys(engineParts), ...Object.keys(otherParts)];
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : all) {
    const part = engineParts[name];
    const other = otherParts[name];
    if (!part && !other) throw new Error(`No part is named ${name}.\n${USAGE}`);
    process.stdout.write(`── ${name} ──\n`);
    if (part) figures.push(...(await withinLimits(() => part(values.quick ? QUICK_SIZE : FULL_SIZE))));
    figures.push(...((await other?.(given.slice(optionsAt))) ?? []));
  }
  if (figures.length > 0) printFigures(figures);
  if (values.json) writeFigures(values.json, figures);
  if (values.compare) compareFigures(values.compare, figures);
  const above = values.quick ? figures.filter(({ ratio, limit }) => ratio > limit) : [];
  for (const { part, what, ratio, limit } of above) {
    process.stdout.write(`${part}, ${what}: ${ratio.toFixed(2)} is above the limit of ${limit}.\n`);
  }
  return above.length > 0 ? 1 : 0;
}

/** The quick form is for busy machines: what is above a limit is taken once more. */
async function withinLimits(take: () => Promise<Figure[]>): Promise<Figure[]> {
  const figures = await take();
  const isAbove = values.quick && figures.some(({ ratio, limit }) => ratio > limit);
  return isAbove ? take() : figures;
}
