import { describe, expect, it } from 'vitest';
import { allCases } from '../../../../server/conformance/cases/index.ts';
import { runConformance } from '../../../../server/conformance/kit.ts';
import { startServer } from '../../../../server/server.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { createTestFirm, PASSWORD, testPasswords } from '../support/test-server.ts';

export function describeConformance(open: () => Database): void {
  describe('conformance', () => {
    it('passes every case of the kit', async () => {
      const { email } = await createTestFirm(open());
      const server = await startServer(
        { storage: open(), log: quietLog, passwords: testPasswords },
        { host: '127.0.0.1', port: 0 },
      );
      const report = await runConformance({ url: server.url, email, password: PASSWORD }, allCases);
      await server.close();
      expect(report.results.filter((result) => result.failure !== undefined)).toEqual([]);
      expect(report.passed).toBeGreaterThanOrEqual(60);
    });
  });
}
