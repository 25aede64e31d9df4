import { afterAll, beforeAll, describe } from 'vitest';
import type { Database } from '../../../server/storage/database.ts';
import { openStorage } from '../../../server/storage/open.ts';
import { createPostgresDatabase } from '../../../server/storage/postgres.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { describeAccess } from './suites/access-suite.ts';
import { describeConformance } from './suites/conformance-suite.ts';
import { describeFuzz } from './suites/fuzz-suite.ts';
import { describeHttp } from './suites/http-suite.ts';
import { describeLimits } from './suites/limits-suite.ts';
import { describeMigrations } from './suites/migration-suite.ts';
import { describeMoving } from './suites/moving-suite.ts';
import { describeOperation } from './suites/operation-suite.ts';
import { describeOutages } from './suites/outage-suite.ts';
import { describePages } from './suites/page-suite.ts';
import { describePeople, describeSetUp } from './suites/people-suite.ts';
import { describePostgres } from './suites/postgres-suite.ts';
import { describeProcesses } from './suites/processes-suite.ts';
import { describeProperties } from './suites/property-suite.ts';
import { describeProtocol } from './suites/protocol-suite.ts';
import { describePruning } from './suites/pruning-suite.ts';
import { describeRowSecurity } from './suites/row-security-suite.ts';
import { describeCarelessSequence, describeSequence } from './suites/sequence-suite.ts';
import { describeStorage } from './suites/storage-suite.ts';
import { describeUnknownCallers } from './suites/unknown-caller-suite.ts';
import { type PostgresCluster, startPostgres } from './support/postgres-cluster.ts';

describe('on PostgreSQL', () => {
  let cluster: PostgresCluster;
  let url: string;
  let storages: Database[];

  beforeAll(async () => {
    cluster = await startPostgres();
    url = await cluster.createDatabase();
    // Both at once: the second one finds the migrations done.
    storages = await Promise.all([0, 1].map(() => openStorage({ db: '', postgres: url }, quietLog)));
  });
  afterAll(async () => {
    await Promise.all(storages.map((storage) => storage.dispose()));
    await cluster.stop();
  });

  const storage = () => {
    const [first] = storages;
    if (!first) throw new Error('PostgreSQL is not open.');
    return first;
  };

  describeStorage(storage);
  describeProtocol(storage);
  describePruning(storage);
  describePages(storage);
  describeProperties(storage, 15);
  describeSequence(() => storages);
  describeAccess(storage);
  describeCarelessSequence(() => storages);
  describePostgres(() => cluster, storage);
  describePeople(storage);
  describeSetUp(async () => openStorage({ db: '', postgres: await cluster.createDatabase() }, quietLog));
  describeConformance(storage);
  describeFuzz(storage, 0.3);
  describeHttp(storage);
  describeLimits(storage);
  describeUnknownCallers(storage);
  describeOperation(storage);
  describeRowSecurity(storage);
  describeMigrations(async () => createPostgresDatabase({ url: await cluster.createDatabase(), log: quietLog }));
  describeMoving(() => cluster);
  describeOutages(() => cluster);
  describeProcesses(() => cluster);
});
