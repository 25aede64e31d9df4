import { afterEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../../../../server/auth/accounts.ts';
import { allCases } from '../../../../server/conformance/cases/index.ts';
import { insertClient, remove } from '../../../../server/conformance/changes.ts';
import { runConformance } from '../../../../server/conformance/kit.ts';
import { prune } from '../../../../server/maintenance/prune.ts';
import { type RunningServer, startServer } from '../../../../server/server.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { joinCore } from '../support/core-device.ts';
import { createTestFirm, PASSWORD, startService, type TestFirm, testPasswords } from '../support/test-server.ts';

const A_LONG_TIME_DAYS = 1_000_000;

/** A hundred cases over HTTP, each signing in devices of its own. */
const WHOLE_KIT_MS = 240_000;

export function describeConformance(open: () => Database): void {
  describe('conformance', () => {
    let server: RunningServer | undefined;
    afterEach(() => server?.close());

    async function target({ firmId, email }: TestFirm, minimumSchema = 1) {
      const readOnly = { email: `reader-${systemIds.next()}@example.test`, password: PASSWORD };
      const accounts = createAccounts({
        storage: open(),
        clock: systemClock,
        ids: systemIds,
        passwords: testPasswords,
      });
      await accounts.addPerson(firmId, { ...readOnly, name: 'Rita Reader', role: 'readOnly' });
      const dependencies = { storage: open(), log: quietLog, passwords: testPasswords, minimumSchema };
      server = await startServer(dependencies, { host: '127.0.0.1', port: 0 });
      const askRemoval = async (deviceId: string) => {
        expect(await accounts.askRemoval({ firmId, deviceId, byEmail: email })).toBe(true);
      };
      return { url: server.url, email, password: PASSWORD, readOnly, askRemoval };
    }

    it(
      'passes every case of the kit that needs one account only, and lists the skipped cases',
      async () => {
        const { readOnly: _none, askRemoval: _neither, ...alone } = await target(await createTestFirm(open()));
        const { results, passed, failed, skipped } = await runConformance(alone, allCases);
        expect(results.filter((result) => result.failure !== undefined)).toEqual([]);
        expect(passed).toBeGreaterThanOrEqual(60);
        expect([failed, skipped]).toEqual([0, 10]);
      },
      WHOLE_KIT_MS,
    );

    it(
      'passes every case with a reader, old desks, removals, and a firm that has pruned deletions',
      async () => {
        const firm = await firmBeyondHorizon();
        const report = await runConformance({ ...(await target(firm, 2)), refusedSchema: 1 }, allCases);
        expect(report.results.filter((result) => result.failure !== undefined)).toEqual([]);
        expect([report.failed, report.skipped]).toEqual([0, 0]);
      },
      WHOLE_KIT_MS,
    );

    async function firmBeyondHorizon(): Promise<TestFirm> {
      const { firm, service, session, clock } = await startService(open());
      const desk = await joinCore(service, session());
      const made = await desk.pushOne(insertClient(systemIds.next()));
      await desk.pushOne(remove('clients', made.record?.recordId ?? '', made.version ?? 0));
      await clock.advance(1000);
      const retention = { ackDays: A_LONG_TIME_DAYS, activityDays: A_LONG_TIME_DAYS, tombstoneDays: 0 };
      await prune({ storage: open(), clock, log: quietLog, yieldToLoop }, retention);
      return firm;
    }
  });
}
