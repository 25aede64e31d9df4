import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSqliteDatabase, type SqliteDatabase } from '../../../server/storage/sqlite.ts';
import { describeAccess } from './suites/access-suite.ts';
import { describeConformance } from './suites/conformance-suite.ts';
import { describeFuzz } from './suites/fuzz-suite.ts';
import { describeHttp } from './suites/http-suite.ts';
import { describeLimits } from './suites/limits-suite.ts';
import { describeMigrations } from './suites/migration-suite.ts';
import { describeOperation } from './suites/operation-suite.ts';
import { describePages } from './suites/page-suite.ts';
import { describePeople, describeSetUp } from './suites/people-suite.ts';
import { describeProperties } from './suites/property-suite.ts';
import { describeProtocol } from './suites/protocol-suite.ts';
import { describePruning } from './suites/pruning-suite.ts';
import { describeSequence } from './suites/sequence-suite.ts';
import { describeStorage } from './suites/storage-suite.ts';
import { describeUnknownCallers } from './suites/unknown-caller-suite.ts';
import { createTestFirm, memorySqlite } from './support/test-server.ts';

describe('on SQLite', () => {
  let memory: SqliteDatabase;
  let folder: string;
  let onFile: SqliteDatabase[];

  beforeAll(async () => {
    memory = await memorySqlite();
    folder = await mkdtemp(path.join(tmpdir(), 'ferry-server-'));
    onFile = [await memorySqlite(path.join(folder, 'ferry.db')), await memorySqlite(path.join(folder, 'ferry.db'))];
  });
  afterAll(async () => {
    await Promise.all([memory, ...onFile].map((storage) => storage.dispose()));
    await rm(folder, { recursive: true, force: true });
  });

  describeStorage(() => memory);
  describeProtocol(() => memory);
  describePruning(() => memory);
  describePages(() => memory);
  describeProperties(() => memory, 40);
  describeSequence(() => onFile);
  describeAccess(() => memory);
  describePeople(() => memory);
  describeSetUp(() => memorySqlite());
  describeConformance(() => memory);
  describeFuzz(() => memory, 1);
  describeHttp(() => memory);
  describeLimits(() => memory);
  describeUnknownCallers(() => memory);
  describeOperation(() => memory);
  describeMigrations(async () => createSqliteDatabase({ file: ':memory:' }));

  it('keeps its file readable by its owner only, since it contains the firm’s secrets', async () => {
    const file = path.join(folder, 'private.db');
    const storage = await memorySqlite(file);
    await createTestFirm(storage);
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect((await stat(name)).mode & 0o777, name).toBe(0o600);
    await storage.dispose();
  });
});
