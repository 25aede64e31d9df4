import { describe, expect, it } from 'vitest';
import { insertClient } from '../../../../server/conformance/changes.ts';
import { schedulePruning } from '../../../../server/maintenance/schedule-pruning.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemIds, yieldToLoop } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { createVirtualClock } from '../../../support/virtual-clock.ts';
import { startHttpWorld, startsHttpWorlds } from '../support/http-server.ts';

export function describeOperation(open: () => Database): void {
  describe('in operation', () => {
    const start = startsHttpWorlds(open);

    describe('failures', () => {
      it.each([
        ['a full disk', 'SQLITE_FULL', 503, 'server.unavailable'],
        ['a database that is locked', 'SQLITE_BUSY', 503, 'server.unavailable'],
        ['a database server that is away', 'ECONNREFUSED', 503, 'server.unavailable'],
        ['a mistake of ours', 'ERR_ASSERTION', 500, 'server.failed'],
      ])('report %s without a stack trace, and that nothing was stored', async (_what, code, status, expected) => {
        const inner = open();
        let isFailing = false;
        const storage: Database = {
          ...inner,
          transaction: async (scope, work) => {
            if (isFailing) throw Object.assign(new Error('secret details at /home/x.ts:12'), { code });
            return inner.transaction(scope, work);
          },
        };
        const { http } = await start({ storage });
        isFailing = true;
        const problem = await http.problem(status, '/v1/people', { token: 'x'.repeat(30) });
        expect(problem.code).toBe(expected);
        expect(JSON.stringify(problem)).not.toMatch(/secret|home/);
        isFailing = false;
      });
    });

    describe('operation', () => {
      it('reports when it is ready, and that it is not while it drains, but continues to serve', async () => {
        const { server, http } = await start();
        expect((await http.send('/ready')).status).toBe(200);
        await server.drain(0);
        expect((await http.problem(503, '/ready')).code).toBe('server.unavailable');
        expect((await http.send('/v1/health')).status).toBe(200);
      });

      it('finishes a current round when it is asked to stop', async () => {
        const inner = open();
        let release = () => {};
        let isUnderWay = () => {};
        const underWay = new Promise<void>((resolve) => {
          isUnderWay = resolve;
        });
        const storage: Database = {
          ...inner,
          transaction: async (scope, work) => {
            const result = await inner.transaction(scope, work);
            if (held && scope.kind === 'firm' && scope.mode === 'write') {
              isUnderWay();
              await held;
            }
            return result;
          },
        };
        let held: Promise<void> | undefined;
        const { server, signIn } = await start({ storage });
        const device = await signIn();
        held = new Promise((resolve) => {
          release = resolve;
        });
        const pushing = device.pushOne(insertClient(systemIds.next()));
        await underWay;
        const closing = server.close();
        release();
        expect((await pushing).outcome).toBe('applied');
        await closing;
      });

      it('exposes counters for Prometheus on its own port, without personal data', async () => {
        const { server, http, firm, signIn } = await start();
        await (await signIn()).pushOne(insertClient(systemIds.next(), { name: 'Secret client' }));
        const body = { email: firm.email, password: 'wrong', deviceId: systemIds.next(), deviceName: 'x' };
        await http.problem(401, '/v1/session', { body });
        const text = await (await fetch(server.metricsUrl ?? '')).text();
        expect(text).toMatch(/ferry_changes_total\{outcome="applied"\} 1/);
        expect(text).toMatch(/ferry_sign_ins_total\{outcome="ok"\} 1/);
        expect(text).toMatch(/ferry_sign_ins_total\{outcome="auth.invalid"\} 1/);
        expect(text).toMatch(/ferry_http_request_seconds_count\{method="POST",route="\/v1\/sync",status="200"\}/);
        expect(text).not.toMatch(new RegExp(`${firm.email}|Secret`));
        expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
      });

      it('reports when pruning last succeeded, and how often it failed', async () => {
        const { server, storage } = await start();
        const clock = createVirtualClock();
        let isFailing = false;
        const failing: Database = {
          ...storage,
          transaction: (scope, work) =>
            isFailing ? Promise.reject(new Error('disk on fire')) : storage.transaction(scope, work),
        };
        const numberOf = async (name: string) => {
          const text = await (await fetch(server.metricsUrl ?? '')).text();
          return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
        };
        const lastPruned = () => numberOf('ferry_prune_last_success_timestamp_seconds');
        const failures = () => numberOf('ferry_prune_failures_total');
        expect([await lastPruned(), await failures()]).toEqual([0, 0]);
        const pruning = { storage: failing, clock, log: quietLog, yieldToLoop, metrics: server.metrics };
        const stop = schedulePruning(pruning);
        await clock.advance(5 * 60_000);
        const firstAt = clock.nowMs() / 1000;
        await expect.poll(lastPruned, { timeout: 20_000 }).toBe(firstAt);
        isFailing = true;
        await clock.advance(24 * 60 * 60_000);
        await expect.poll(failures).toBe(1);
        expect(await lastPruned()).toBe(firstAt);
        stop();
      });

      it('logs each request with its id, and no people, records or tokens', async () => {
        const lines: string[] = [];
        const keep = (event: string, facts?: Record<string, unknown>) =>
          void lines.push(JSON.stringify({ event, ...facts }));
        const { http, firm, signIn } = await start({ log: { debug: keep, info: keep, warn: keep, error: keep } });
        const device = await signIn('Olga’s laptop');
        await device.pushOne(insertClient(systemIds.next(), { name: 'Secret client' }));
        await http.problem(401, '/v1/session', {
          body: { email: firm.email, password: 'typed by mistake', deviceId: systemIds.next(), deviceName: 'x' },
        });
        const answer = await http.send(`/v1/activity?table=clients&recordId=secret-id`, {
          token: device.session.token,
        });
        const logged = lines.join('\n');
        expect(logged).toContain(answer.headers.get('x-request-id'));
        for (const secret of [
          firm.email,
          'Olga',
          'Secret',
          'typed by',
          device.session.token,
          'secret-id',
          '127.0.0.1',
        ]) {
          expect(logged).not.toContain(secret);
        }
      });

      it('shows the protocol as a page without external resources', async () => {
        const { http } = await start();
        const { text, headers } = await http.send('/v1/docs');
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(text).toContain('/v1/snapshot');
        expect(text).not.toMatch(/<script|https?:\/\/(?!json-schema)/);
      });
    });

    describe('two servers on one storage', () => {
      it('count wrong passwords together', async () => {
        const { http, storage, firm } = await start();
        const other = await startHttpWorld({ storage, log: quietLog });
        const body = { email: firm.email, password: 'wrong', deviceId: systemIds.next(), deviceName: 'x' };
        for (let attempt = 0; attempt < 5; attempt += 1) {
          await http.problem(401, '/v1/session', { body });
          await other.http.problem(401, '/v1/session', { body });
        }
        expect((await other.http.problem(429, '/v1/session', { body })).code).toBe('auth.throttled');
        await other.server.close();
      });
    });
  });
}
