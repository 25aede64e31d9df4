import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, peopleSchema } from '#app/contract/protocol.ts';
import { createAccounts } from '../../../../server/auth/accounts.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds } from '../../../../server/system.ts';
import { startHttpWorld, startsHttpWorlds } from '../support/http-server.ts';
import { openEvents } from '../support/next-event.ts';
import { PASSWORD, testPasswords } from '../support/test-server.ts';

const accountsOf = (storage: Database) =>
  createAccounts({ storage, clock: systemClock, ids: systemIds, passwords: testPasswords });

export function describeHttp(open: () => Database): void {
  describe('over HTTP', () => {
    const start = startsHttpWorlds(open);

    describe('access', () => {
      it('ends with the next request after a person was removed, on every device', async () => {
        const { http, storage, firm, signIn } = await start();
        const [laptop, desktop] = [await signIn(), await signIn()];
        await accountsOf(storage).removePerson(firm.email);
        for (const { session } of [laptop, desktop]) {
          expect((await http.problem(401, '/v1/people', { token: session.token })).code).toBe('auth.revoked');
        }
        const body = { email: firm.email, password: PASSWORD, deviceId: systemIds.next(), deviceName: 'x' };
        expect((await http.problem(401, '/v1/session', { body })).code).toBe('auth.invalid');
      });

      it('ends for a revoked device only', async () => {
        const { http, storage, firm, signIn } = await start();
        const [lost, kept] = [await signIn(), await signIn()];
        expect(await accountsOf(storage).revoke({ firmId: firm.firmId, deviceId: lost.deviceId })).toBe(1);
        expect((await http.problem(401, '/v1/people', { token: lost.session.token })).code).toBe('auth.revoked');
        await http.read(peopleSchema, '/v1/people', { token: kept.session.token });
      });

      it('ends with a new password', async () => {
        const { http, storage, firm, signIn } = await start();
        const { session } = await signIn();
        await accountsOf(storage).setPassword(firm.email, 'another good password');
        expect((await http.problem(401, '/v1/people', { token: session.token })).code).toBe('auth.revoked');
      });

      it('stores no token and no password in the database', async () => {
        const { storage, signIn } = await start();
        const { session } = await signIn();
        const rows = await storage.transaction({ kind: 'operator', mode: 'read' }, async (tx) => [
          await tx.all('SELECT * FROM tokens'),
          await tx.all('SELECT * FROM people'),
        ]);
        const kept = JSON.stringify(rows);
        expect(kept).not.toContain(session.token);
        expect(kept).not.toContain(PASSWORD);
      });
    });

    describe('events', () => {
      it('end when access is withdrawn, at the next heartbeat', async () => {
        const { server, storage, firm, signIn } = await start({ options: { heartbeatMs: 20 } });
        const events = await openEvents(server.url, (await signIn()).session.token);
        await accountsOf(storage).removePerson(firm.email);
        await events.ended();
      });

      it('end when the server stops, so that desks reconnect elsewhere', async () => {
        const { server, signIn } = await start();
        const events = await openEvents(server.url, (await signIn()).session.token);
        await server.close();
        await events.ended();
      });

      it('wake only the desks of the firm that committed', async () => {
        const { server, storage, http, signIn } = await start();
        const other = await startHttpWorld({ storage });
        const ours = await signIn();
        const theirs = await other.signIn();
        const events = await openEvents(server.url, ours.session.token);
        theirs.goTo(http);
        await theirs.push(insertClient(systemIds.next()), insertClient(systemIds.next()));
        // Had the other firm's sequence 2 come here, our 1 would never have been reached first.
        const ack = await ours.pushOne(insertClient(systemIds.next()));
        expect(ack.version).toBe(1);
        await events.reach(1);
        events.close();
        await other.server.close();
      });
    });

    describe('hostile requests', () => {
      it.each([
        ['gzip', gzipSync],
        ['deflate', deflateSync],
      ] as const)('that unpack to more than the limit are refused (%s)', async (encoding, pack) => {
        const { http, signIn } = await start();
        const { token } = (await signIn()).session;
        const body = pack(Buffer.alloc(MAX_BODY_BYTES * 8, 0x20));
        const headers = { 'content-encoding': encoding };
        expect((await http.problem(413, '/v1/sync', { token, body, headers })).code).toBe('request.tooLarge');
      });

      it('with an unsupported or wrong encoding are refused', async () => {
        const { http, signIn } = await start();
        const { token } = (await signIn()).session;
        for (const [encoding, body] of [
          ['br', Buffer.from('x')],
          ['gzip', Buffer.from('{"not":"gzip"}')],
        ] as const) {
          const answer = await http.send('/v1/sync', { token, body, headers: { 'content-encoding': encoding } });
          expect(answer.status, encoding).toBeGreaterThanOrEqual(400);
          expect(answer.status, encoding).toBeLessThan(500);
          expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
        }
      });
    });
  });
}
