import { parseArgs } from 'node:util';
import { runSeed } from './scenario.ts';
import { createTemplates } from './templates.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
  },
});

const templates = await createTemplates();
const from = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const print = values.trace ? (line: string) => void process.stdout.write(`${line}\n`) : undefined;
const startedAt = performance.now();
const failures: number[] = [];
const rules = new Map<string, number[]>();
const totals = { changes: 0, conflicts: 0, parked: 0, virtualMs: 0 };
for (let seed = from; seed < from + count; seed++) {
  const { violations, facts } = await runSeed({ seed, templates, print });
  totals.changes += facts.changes;
  totals.conflicts += facts.conflicts;
  totals.parked += facts.parked;
  totals.virtualMs += facts.virtualMs;
  const [first] = violations;
  if (!first) continue;
  failures.push(seed);
  rules.set(first.rule, [...(rules.get(first.rule) ?? []), seed]);
  if (failures.length <= 8 || values.seed !== undefined)
    process.stdout.write(`seed ${seed}: ${first.rule}\n  ${first.details.slice(0, 1500)}\n`);
}
for (const [rule, seeds] of rules) process.stdout.write(`${seeds.length} × ${rule}: ${seeds.slice(0, 8).join(', ')}\n`);
const ms = Math.round((performance.now() - startedAt) / count);
process.stdout.write(`${count} seeds, ${failures.length} failed, ${ms} ms each, ${JSON.stringify(totals)}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
