import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const project = path.join(import.meta.dirname, '../../..');
const SOURCES = ['app', 'main', 'preload', 'renderer', 'server', 'migrations', 'tests', 'tools', 'build', 'docs'];
const FILES = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'electron.vite.config.ts', 'playwright.config.ts'];

/** Tests that go through every entity, or that a fourth one could break. */
const SUITES = [
  'architecture',
  'unit/schema',
  'unit/store',
  'unit/text',
  'unit/renderer',
  'unit/main/shell',
  'unit/tools/new-migration.test.ts',
  'integration/core/first-fill.test.ts',
];
/** What knows of no entity, or compiles the product once more. */
const EXCLUDED = [
  'tests/unit/store/outbox-journal/**',
  'tests/architecture/exhaustive.test.ts',
  'tests/architecture/vocabulary.test.ts',
];
const MINUTES_MS = 60_000;

function aCopyOfFerry(): string {
  const copy = temporaryFolder();
  for (const name of [...SOURCES, ...FILES])
    cpSync(path.join(project, name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(project, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Everything a person does by hand to add an entity: a file, and its line in the index. */
function addInvoices(copy: string): void {
  cpSync(path.join(import.meta.dirname, 'invoices.ts'), path.join(copy, 'app/schema/invoices.ts'));
  const index = path.join(copy, 'app/schema/index.ts');
  const text = readFileSync(index, 'utf8')
    .replace("from './engagements.ts';\n", "from './engagements.ts';\nimport { invoices } from './invoices.ts';\n")
    .replace('tasks]);', 'tasks, invoices]);');
  writeFileSync(index, text);
  cpSync(
    path.join(import.meta.dirname, 'invoices-probe.ts'),
    path.join(copy, 'tests/unit/new-entity/invoices-probe.test.ts'),
  );
}

function run(folder: string, command: string, ...args: string[]) {
  const tool = path.join(folder, 'node_modules/.bin', command);
  const { status, stdout, stderr } = spawnSync(tool, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, output: `${stdout}\n${stderr}` };
}

describe('adding invoices', () => {
  it(
    'is one schema file, its line in the index and one generated migration; types and tests stay green with it',
    () => {
      const copy = aCopyOfFerry();
      const before = readdirSync(path.join(copy, 'migrations/client'));
      addInvoices(copy);
      expect(run(copy, 'node', 'tools/new-migration.ts', '--check').status).toBe(1);
      expect(run(copy, 'node', 'tools/new-migration.ts')).toMatchObject({ status: 0 });
      const added = readdirSync(path.join(copy, 'migrations/client')).filter((name) => !before.includes(name));
      expect(added).toEqual([expect.stringMatching(/^\d{4}-add-invoices\.sql$/)]);
      expect(run(copy, 'node', 'tools/new-migration.ts', '--check')).toMatchObject({ status: 0 });
      expect(run(copy, 'tsc', '--noEmit')).toMatchObject({ status: 0 });
      const suites = SUITES.map((suite) => `tests/${suite}`);
      const tested = run(
        copy,
        'vitest',
        'run',
        '--project=unit',
        '--project=integration',
        // One module graph for all files: loading it again for each file would be most of the work.
        '--no-isolate',
        ...EXCLUDED.flatMap((files) => ['--exclude', files]),
        'tests/unit/new-entity/invoices-probe.test.ts',
        ...suites,
      );
      expect(tested.status, tested.output).toBe(0);
      expect(tested.output).toContain('invoices-probe');
    },
    10 * MINUTES_MS,
  );
});
