import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';

/** Some ten seconds of work, on a machine that may have other things to do. */
const COMPILE_TIMEOUT_MS = 180_000;
const root = path.join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** A value more in each closed set, and the files that have to say what it means to them. */
const additions = [
  {
    name: 'merge policy',
    file: 'app/schema/field-types.ts',
    from: "export type NamedPolicy = 'mine'",
    to: "export type NamedPolicy = 'newest' | 'mine'",
    places: ['app/rules/merge.ts'],
  },
  {
    name: 'field kind',
    file: 'app/schema/field-types.ts',
    from: "export type FieldKind =\n  | 'text'",
    to: "export type FieldKind =\n  | 'colour'\n  | 'text'",
    places: [
      'app/schema/field-kinds.ts',
      'app/text/field-value.ts',
      'app/import/columns/guess-mapping.ts',
      'app/import/columns/detect-column-formats.ts',
      'app/import/plan/kind-reading.ts',
      'app/import/plan/read-cell.ts',
      'app/import/write/sample.ts',
      'app/import/write/table.ts',
      'renderer/import/plan-choices.tsx',
      'renderer/list/bulk-value.tsx',
      'renderer/record/bulk-changes.ts',
      'renderer/record/columns.ts',
      'renderer/record/fields/field-control.tsx',
      'renderer/record/value-cell.tsx',
    ],
  },
  {
    name: 'source of choices',
    file: 'app/schema/field-kinds.ts',
    from: "Record<FieldKind, 'options' | 'people' |",
    to: "Record<FieldKind, 'places' | 'options' | 'people' |",
    places: [
      'renderer/list/filter-menu.tsx',
      'renderer/list/groups.ts',
      'renderer/palette/list-items.ts',
      'app/schema/field-kinds.ts',
    ],
  },
  {
    name: 'operation',
    file: 'app/contract/protocol.ts',
    from: "z.enum(['insert', 'update', 'delete'])",
    to: "z.enum(['upsert', 'insert', 'update', 'delete'])",
    places: [
      'app/rules/decide.ts',
      'app/rules/validate.ts',
      'app/sync/edits/undo.ts',
      'server/core/validate.ts',
      'renderer/record/activity-trail.tsx',
      'renderer/record/local-trail.tsx',
    ],
  },
  {
    name: 'state of a change',
    file: 'app/contract/queue.ts',
    from: "z.enum(['pending', 'sent',",
    to: "z.enum(['lost', 'pending', 'sent',",
    places: ['app/store/outbox-journal/record.ts'],
  },
];

it(
  'a new merge policy, field kind, source of choices, operation or state of a change does not compile until every place handles it',
  async () => {
    const copy = await mkdtemp(path.join(tmpdir(), 'ferry-types-'));
    onTestFinished(() => rm(copy, { recursive: true, force: true }));
    for (const folder of ['app', 'main', 'preload', 'renderer', 'server']) {
      await cp(path.join(root, folder), path.join(copy, folder), { recursive: true });
    }
    for (const file of ['package.json', 'tsconfig.json']) await cp(path.join(root, file), path.join(copy, file));
    await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'junction');
    for (const { name, file, from, to } of additions) {
      const source = await readFile(path.join(copy, file), 'utf8');
      expect(source.split(from), name).toHaveLength(2);
      await writeFile(path.join(copy, file), source.replace(from, to));
    }
    const errors = await typeErrors(copy);
    for (const { name, places } of additions) {
      const silent = places.filter((place) => !errors.includes(`${place}(`));
      expect(silent, name).toEqual([]);
    }
  },
  COMPILE_TIMEOUT_MS,
);

/** What the compiler prints about a checkout that it refuses. */
async function typeErrors(folder: string): Promise<string> {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  const printed = run(process.execPath, [compiler, '--noEmit', '--pretty', 'false'], { cwd: folder });
  const refused: unknown = await printed.catch((failure: unknown) => failure);
  return refused instanceof Error && 'stdout' in refused ? String(refused.stdout) : '';
}
