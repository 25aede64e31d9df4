import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';

// npm run chaos -- --seconds 600 --seed 7
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const { seed, seconds } = values;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const result = await runChaos({ seconds: Number(seconds), seed, print });
print(`${result.firms} firms, ${result.phases} fault phases, ${result.saved} acts saved`);
for (const [kind, count] of [...result.mishaps].sort(([, a], [, b]) => b - a)) print(`  ${count} × ${kind}`);
if (result.violations.length > 0) {
  for (const violation of result.violations.slice(0, 20)) print(violation);
  const failing = result.firms === 1 ? seed : `${seed}.${result.firms - 1}`;
  print(`${result.violations.length} violations. Files and ledgers lie in ${result.folder}.`);
  print(`Again: npm run chaos -- --seconds 60 --seed ${failing}`);
  // The embedded PostgreSQL ends the process by itself, with 0.
  process.exit(1);
}
