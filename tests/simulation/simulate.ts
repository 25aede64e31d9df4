import { parseArgs } from 'node:util';
import { type Mutant, mutants } from './mutants/index.ts';
import { rareTable } from './rare.ts';
import { type RunResult, runSeed } from './scenario.ts';
import { shrink } from './shrink.ts';
import { createTemplates } from './templates.ts';

const USAGE = `npm run simulate -- [--seeds N] [--from S]       runs N seeds (1000) from S (1) on
npm run simulate -- --seed S [--trace]           runs one seed and prints what happens
npm run simulate -- --seed S --events 3,7,9      the same with only these events of its fault phases
npm run simulate -- --mutants [--only NAME]      plants bugs one at a time; each must be caught within 500 seeds
`;
const SEEDS_TO_CATCH_A_MUTANT = 500;
/** Of many failing seeds the first ones are shrunk; the others mostly show the same. */
const SEEDS_TO_SHRINK = 3;
const DETAILS_SHOWN = 2000;
const SEEDS_A_REPORT = 100;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    events: { type: 'string' },
    trace: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const templates = await createTemplates();
const perMinute = (seeds: number, startedAt: number): string =>
  `${((60_000 * seeds) / (performance.now() - startedAt)).toFixed(0)} seeds a minute`;

function describe({ seed, violations }: RunResult): string {
  const [first] = violations;
  return `seed ${seed}: ${first?.rule}\n  ${first?.details.slice(0, DETAILS_SHOWN)}`;
}

async function sayShrunk(found: RunResult): Promise<void> {
  const { seed } = found;
  const { events, runs } = await shrink(found, (without) => runSeed({ seed, templates, without }));
  say(`  shrunk from ${found.events} events to ${events.length} in ${runs} runs:`);
  say(`  npm run simulate -- --seed ${seed} --events ${events.join()} --trace`);
}

async function runSeeds(from: number, count: number): Promise<boolean> {
  const totals = { failed: 0, changes: 0, conflicts: 0, parked: 0, virtualHours: 0, restMinutes: 0 };
  const met = new Map<string, { runs: number; times: number }>();
  const startedAt = performance.now();
  for (let seed = from; seed < from + count; seed++) {
    const result = await runSeed({ seed, templates, print: values.trace ? say : undefined });
    totals.changes += result.facts.changes;
    totals.conflicts += result.facts.conflicts;
    totals.parked += result.facts.parked;
    totals.virtualHours += result.facts.virtualMs / 3_600_000;
    totals.restMinutes = Math.max(totals.restMinutes, result.facts.restMs / 60_000);
    for (const [state, times] of result.rare) {
      const { runs, times: before } = met.get(state) ?? { runs: 0, times: 0 };
      met.set(state, { runs: runs + 1, times: before + times });
    }
    const done = seed - from + 1;
    if (done % SEEDS_A_REPORT === 0) say(`${done} seeds, ${totals.failed} failed, ${perMinute(done, startedAt)}`);
    if (result.violations.length === 0) continue;
    totals.failed += 1;
    say(`${describe(result)}\n  replay: npm run simulate -- --seed ${seed} --trace`);
    if (totals.failed <= SEEDS_TO_SHRINK && !values.trace) await sayShrunk(result);
  }
  const { failed, changes, conflicts, parked, virtualHours, restMinutes } = totals;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  if (count > 1) for (const row of rareTable(count, met)) say(row);
  say(
    `${count} seeds from ${from}, ${failed} failed: ${changes} changes, ${conflicts} conflicts, ${parked} refused, ${virtualHours.toFixed(0)} virtual hours, at rest after at most ${restMinutes.toFixed(1)} virtual minutes, in ${seconds} s, ${perMinute(count, startedAt)}`,
  );
  return failed === 0;
}

/** One seed with only the given events of its fault phases. */
async function runEvents(seed: number, only: readonly number[]): Promise<boolean> {
  const isLeftOut = { has: (event: number) => !only.includes(event) } as ReadonlySet<number>;
  const result = await runSeed({ seed, templates, print: values.trace ? say : undefined, without: isLeftOut });
  if (result.violations.length > 0) say(describe(result));
  return result.violations.length === 0;
}

/** The first seed that shows the bug. */
async function catchMutant({ tamper }: Mutant, from: number): Promise<{ tried: number; rule: string } | null> {
  for (let tried = 1; tried <= SEEDS_TO_CATCH_A_MUTANT; tried++) {
    const { violations } = await runSeed({ seed: from + tried - 1, templates, tamper: tamper() });
    if (violations[0]) return { tried, rule: violations[0].rule };
  }
  return null;
}

async function runMutants(from: number): Promise<boolean> {
  const names = values.only?.split(',');
  const chosen = mutants.filter(({ name }) => names?.includes(name) ?? true);
  let survivors = 0;
  for (const mutant of chosen) {
    const caught = await catchMutant(mutant, from);
    if (!caught) survivors += 1;
    const how = caught ? `caught after ${caught.tried} seeds: ${caught.rule}` : 'SURVIVED';
    say(`${mutant.name.padEnd(28)} ${how}\n${' '.repeat(29)}${mutant.about}`);
  }
  say(`${chosen.length} mutants, ${survivors} survived`);
  return survivors === 0;
}

async function main(): Promise<boolean> {
  if (values.help) {
    say(USAGE);
    return true;
  }
  if (values.mutants) return runMutants(Number(values.from));
  if (values.seed === undefined) return runSeeds(Number(values.from), Number(values.seeds));
  const seed = Number(values.seed);
  return values.events === undefined ? runSeeds(seed, 1) : runEvents(seed, values.events.split(',').map(Number));
}

process.exitCode = (await main()) ? 0 : 1;
