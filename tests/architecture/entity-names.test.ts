import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { entityNamesIn } from './entity-names.ts';
import { sourceFiles } from './import-graph.ts';

const root = path.join(import.meta.dirname, '../..');

/** Made-up records, the cases that any server has to pass, and the help are about these entities. */
const SPEAK_OF_RECORDS = ['app/schema/', 'app/text/help/', 'server/conformance/', 'app/sample/', 'server/sample/'];

/** Words that mean something else: the owner of a firm, the clients of a connection pool. */
const OTHER_MEANING: Record<string, string[]> = {
  'server/auth/accounts.ts': ['ownerId'],
  'server/http/connection-metrics.ts': ['clients'],
  'server/storage/database.ts': ['clients'],
  'server/storage/postgres.ts': ['clients'],
};

describe('a fact about an entity', () => {
  it('is in its schema file: no other product code names an entity', () => {
    const files = ['app', 'main', 'preload', 'renderer', 'server']
      .flatMap((folder) => sourceFiles(root, folder))
      .filter((file) => !SPEAK_OF_RECORDS.some((folder) => file.startsWith(folder)));
    const named = files.flatMap((file) =>
      entityNamesIn(root, file, ferrySchema)
        .filter((name) => !OTHER_MEANING[file]?.includes(name))
        .map((name) => `${file} names ${name}`),
    );
    expect(named).toEqual([]);
  });
});

describe('planted names', () => {
  it('are found: tables, fields, labels and columns, anywhere', () => {
    const planted = 'tests/architecture/fixtures/planted-names.tsx';
    expect(entityNamesIn(root, planted, ferrySchema).sort()).toEqual(
      ['Aufträge', 'clientId', 'clients', 'dueDate', 'engagements', 'tasks'].sort(),
    );
  });
});
