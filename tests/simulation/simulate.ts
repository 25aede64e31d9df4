import { parseArgs } from 'node:util';
import { type Mutant, mutants } from './mutants/index.ts';
import { type RunResult, runSeed } from './scenario.ts';
import { createTemplates } from './templates.ts';

const USAGE = `npm run simulate -- [--seeds N] [--from S]      runs N seeds (1000) from S (1) on
npm run simulate -- --seed S [--trace]          runs one seed and prints what happens
npm run simulate -- --mutants [--only NAME]     plants bugs one at a time; each must be caught within 500 seeds
`;
const SEEDS_TO_CATCH_A_MUTANT = 500;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const templates = await createTemplates();

function describe({ seed, violations }: RunResult): string {
  const [first] = violations;
  return `seed ${seed}: ${first?.rule}\n  ${first?.details.slice(0, 2000)}`;
}

async function runSeeds(from: number, count: number): Promise<boolean> {
  const totals = { failed: 0, changes: 0, conflicts: 0, parked: 0, virtualHours: 0, restMinutes: 0 };
  const startedAt = performance.now();
  for (let seed = from; seed < from + count; seed++) {
    const result = await runSeed({ seed, templates, print: values.trace ? say : undefined });
    totals.changes += result.facts.changes;
    totals.conflicts += result.facts.conflicts;
    totals.parked += result.facts.parked;
    totals.virtualHours += result.facts.virtualMs / 3_600_000;
    totals.restMinutes = Math.max(totals.restMinutes, result.facts.restMs / 60_000);
    if (result.violations.length === 0) continue;
    totals.failed += 1;
    say(`${describe(result)}\n  replay: npm run simulate -- --seed ${seed} --trace`);
  }
  const { failed, changes, conflicts, parked, virtualHours, restMinutes } = totals;
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(
    `${count} seeds from ${from}, ${failed} failed: ${changes} changes, ${conflicts} conflicts, ${parked} refused, ${virtualHours.toFixed(0)} virtual hours, at rest after at most ${restMinutes.toFixed(1)} virtual minutes, in ${seconds} s`,
  );
  return failed === 0;
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
  const chosen = mutants.filter(({ name }) => values.only === undefined || name === values.only);
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
  if (values.seed !== undefined) return runSeeds(Number(values.seed), 1);
  return runSeeds(Number(values.from), Number(values.seeds));
}

process.exitCode = (await main()) ? 0 : 1;
