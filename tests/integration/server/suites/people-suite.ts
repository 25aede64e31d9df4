import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { IssuedInvitation, NewInvitation } from '#app/contract/people.ts';
import type { Role } from '#app/contract/protocol.ts';
import { createInvitations } from '../../../../server/auth/invitations.ts';
import { createMembers } from '../../../../server/auth/members.ts';
import { createSetUp } from '../../../../server/auth/set-up.ts';
import { insertClient } from '../../../../server/conformance/changes.ts';
import { createHttpClient, type HttpClient } from '../../../../server/conformance/http-client.ts';
import { joined } from '../../../../server/conformance/invited.ts';
import { openApiDocument } from '../../../../server/openapi/document.ts';
import { type RunningServer, startServer } from '../../../../server/server.ts';
import type { Database } from '../../../../server/storage/database.ts';
import { systemClock, systemIds } from '../../../../server/system.ts';
import { quietLog } from '../../../support/quiet-log.ts';
import { joinCore } from '../support/core-device.ts';
import { createTestFirm, PASSWORD, startService, testPasswords } from '../support/test-server.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const device = () => ({ deviceId: systemIds.next(), deviceName: 'test' });
const OWNER_ONLY = 'auth.notOwner';

/** What each kind of caller gets from a route: nothing means that it is theirs. The kit tests what it then does. */
const RIGHTS: Readonly<Record<string, Partial<Record<Role | 'nobody', string>>>> = {
  'POST /v1/sync': signedIn(),
  'GET /v1/snapshot': signedIn(),
  'GET /v1/digest': signedIn(),
  'GET /v1/events': signedIn(),
  'GET /v1/activity': signedIn(),
  'GET /v1/people': signedIn(),
  'POST /v1/session': {},
  'DELETE /v1/session': signedIn(),
  'POST /v1/session/rotate': signedIn(),
  'POST /v1/session/removal': signedIn(),
  'GET /v1/health': {},
  'GET /ready': {},
  'GET /v1/openapi.json': {},
  'GET /v1/team': ownersOnly(),
  'GET /v1/team/acts': ownersOnly(),
  'PATCH /v1/people/{id}': ownersOnly(),
  'DELETE /v1/people/{id}': ownersOnly(),
  // Somebody else's device; the kit tests that one's own is allowed.
  'DELETE /v1/devices/{id}': ownersOnly(),
  'POST /v1/devices/{id}/removal': ownersOnly(),
  'POST /v1/invitations': ownersOnly(),
  'DELETE /v1/invitations/{id}': ownersOnly(),
  'POST /v1/invitations/look': {},
  'POST /v1/invitations/redeem': {},
  'GET /v1/account': signedIn(),
  'PATCH /v1/account': signedIn(),
  'POST /v1/preferences': signedIn(),
  'POST /v1/set-up': {},
};
/** Bodies that reach the check of the role; others are refused as invalid only after it, or need none. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /v1/session/removal': { removalId: systemIds.next(), keptChanges: 0 },
  'PATCH /v1/people/{id}': { role: 'staff' },
  'POST /v1/invitations': { name: 'Ines', email: 'ines@roles.test', role: 'staff' },
};
const REFUSALS = ['auth.required', OWNER_ONLY];

function signedIn() {
  return { nobody: 'auth.required' };
}

function ownersOnly() {
  return { nobody: 'auth.required', staff: OWNER_ONLY, readOnly: OWNER_ONLY };
}

/** Roles, invitations over time, set-up, and a removal in the midst of an upload. */
export function describePeople(open: () => Database): void {
  describe('people', () => {
    let server: RunningServer | undefined;
    let http: HttpClient;
    beforeEach(async () => {
      server = await startServer(
        { storage: open(), log: quietLog, passwords: testPasswords },
        { host: '127.0.0.1', port: 0 },
      );
      http = createHttpClient(server.url);
    });
    afterEach(() => server?.close());

    async function signedInOwner() {
      const { email } = await createTestFirm(open());
      const answer = await http.send('/v1/session', { body: { email, password: PASSWORD, ...device() } });
      return JSON.parse(answer.text);
    }

    it('opens every route to the right roles and to nobody else', async () => {
      const routes = Object.entries(openApiDocument().paths as Record<string, object>).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      expect(Object.keys(RIGHTS).sort()).toEqual(routes.sort());
      const session = await signedInOwner();
      const context = { http, ana: { session } } as unknown as Parameters<typeof joined>[0];
      const victim = await joined(context);
      for (const [route, rights] of Object.entries(RIGHTS)) {
        const [method, template = ''] = route.split(' ') as ['GET', string];
        const id = template.includes('devices') ? victim.deviceId : victim.person.id;
        for (const role of ['owner', 'staff', 'readOnly', 'nobody'] as const) {
          const token = role === 'nobody' ? undefined : (await joined(context, role)).token;
          const body = BODIES[route];
          const given = await answerOf(template.replace('{id}', id), { method, token, body });
          const expected = rights[role];
          if (expected === undefined) expect(REFUSALS, `${route} ${role}`).not.toContain(given);
          else expect(given, `${route} ${role}`).toBe(expected);
        }
      }
    }, 60_000);

    /** The code of a problem, or the status. The stream of events never ends, so only its head is read. */
    async function answerOf(path: string, options: Parameters<HttpClient['send']>[1]): Promise<string> {
      if (path !== '/v1/events') {
        const { status, text } = await http.send(path, options);
        return status < 400 ? String(status) : JSON.parse(text).code;
      }
      const aborted = new AbortController();
      const response = await http.open(path, options?.token ?? '', aborted.signal);
      const code = response.ok ? '200' : (await response.json()).code;
      aborted.abort();
      return code;
    }

    describe('invitations over time', () => {
      async function invited(request?: NewInvitation) {
        const { clock, firm, session } = await startService(open());
        const ports = { storage: open(), clock, ids: systemIds, passwords: testPasswords };
        const invitations = createInvitations(ports);
        const email = `ines-${systemIds.next()}@example.test`;
        const issued: IssuedInvitation = await invitations.invite(
          session(),
          request ?? { name: 'Ines', email, role: 'staff' },
        );
        const redeem = (secret = issued.secret, name = 'Ines') =>
          invitations.redeem({ secret, name, password: PASSWORD, ...device() }, '192.0.2.1');
        return { clock, firm, session, invitations, issued, redeem, members: createMembers(ports) };
      }

      it('are good for seven days', async () => {
        const { clock, redeem, issued, members, session } = await invited();
        await clock.advance(7 * DAY_MS - 1);
        expect((await members.team(session())).invitations).toEqual([issued.invitation]);
        await clock.advance(1);
        await expect(redeem()).rejects.toThrow('invitation.expired');
        expect((await members.team(session())).invitations).toEqual([]);
      });

      it('are stored without their secrets', async () => {
        const { issued } = await invited();
        const rows = await open().transaction({ kind: 'operator', mode: 'read' }, (tx) =>
          tx.all('SELECT * FROM invitations WHERE invitation_id = ?', [issued.invitation.id]),
        );
        const stored = JSON.stringify(rows);
        expect(rows).toHaveLength(1);
        expect(stored).not.toContain(issued.secret);
        expect(stored).not.toContain(issued.code.replaceAll('-', '').slice(4));
      });

      it('end with the removal of their person, and do not open the door of another firm', async () => {
        const { redeem, members, session, firm, invitations } = await invited();
        const { person } = await redeem();
        const again = await invitations.invite(session(), { personId: person.id });
        await members.remove(session(), person.id);
        await expect(redeem(again.secret)).rejects.toThrow('invitation.unknown');
        const other = await startService(open());
        const foreign = createInvitations({
          storage: open(),
          clock: systemClock,
          ids: systemIds,
          passwords: testPasswords,
        });
        await expect(foreign.invite(other.session(), { personId: person.id })).rejects.toThrow('people.unknown');
        const request = { name: 'Ines', email: person.email, role: 'staff' } as const;
        await expect(foreign.invite(other.session(), request)).rejects.toThrow('account.emailTaken');
        expect(firm.firmId).not.toBe(other.firm.firmId);
      });
    });

    it('the last owner can be neither removed nor demoted, by themselves or anybody', async () => {
      const { session, firm } = await startService(open());
      const members = createMembers({ storage: open(), clock: systemClock, ids: systemIds });
      await expect(members.remove(session(), firm.ownerId)).rejects.toThrow('people.lastOwner');
      for (const role of ['staff', 'readOnly'] as const) {
        await expect(members.changeRole(session(), firm.ownerId, role)).rejects.toThrow('people.lastOwner');
      }
      expect((await members.team(session())).people).toMatchObject([{ id: firm.ownerId, role: 'owner', active: true }]);
    });

    it('a round that was authenticated before a removal and decided after it is refused whole', async () => {
      const { service, session, firm } = await startService(open());
      const ports = { storage: open(), clock: systemClock, ids: systemIds, passwords: testPasswords };
      const invitations = createInvitations(ports);
      const email = `ines-${systemIds.next()}@example.test`;
      const { secret } = await invitations.invite(session(), { name: 'Ines', email, role: 'staff' });
      const own = device();
      const { person } = await invitations.redeem({ secret, name: 'Ines', password: PASSWORD, ...own }, '192.0.2.1');
      const late = await joinCore(service, {
        firmId: firm.firmId,
        personId: person.id,
        role: 'staff',
        deviceId: own.deviceId,
      });
      const before = insertClient(systemIds.next());
      expect(await late.pushOne(before)).toMatchObject({ outcome: 'applied' });
      await createMembers(ports).remove(session(), person.id);
      const after = insertClient(systemIds.next());
      await expect(late.pushOne(after)).rejects.toThrow('auth.revoked');
      const page = await service.snapshot(session(), { table: 'clients' });
      const kept = page.records.map(({ recordId }) => recordId);
      expect(kept).toContain(before.recordId);
      expect(kept).not.toContain(after.recordId);
    });

    it('the page behind an https invitation runs its own script only and contains no secret', async () => {
      const { status, headers, text } = await http.send('/join');
      expect(status).toBe(200);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'sha256-[^ ]+';/);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(text).toContain('ferry://join?');
    });
  });
}

/** On a storage of its own: it must be empty. */
export function describeSetUp(openEmpty: () => Promise<Database>): void {
  describe('set-up', () => {
    const owner = (secret: string, name = 'Olga') => ({
      secret,
      firmName: 'Nordwind',
      name,
      email: `${name}@nordwind.test`,
      password: PASSWORD,
      ...device(),
    });

    async function empty() {
      const storage = await openEmpty();
      onTestFinished(() => storage.dispose());
      return createSetUp({ storage, clock: systemClock, ids: systemIds, passwords: testPasswords });
    }

    it('makes the firm and its first owner, once', async () => {
      const setUp = await empty();
      const [first, second] = [await setUp.begin(), await setUp.begin()];
      if (first === null || second === null) throw new Error('An empty server has no set-up link.');
      await expect(setUp.setUp(owner('guessed'), '192.0.2.1')).rejects.toThrow('invitation.unknown');
      const answer = await setUp.setUp(owner(first), '192.0.2.1');
      expect(answer).toMatchObject({
        firm: { name: 'Nordwind' },
        person: { role: 'owner', email: 'olga@nordwind.test' },
      });
      await expect(setUp.setUp(owner(second, 'Otto'), '192.0.2.1')).rejects.toThrow('setup.done');
      expect(await setUp.begin()).toBeNull();
    });

    it('lets only one of two in who use their links at the same moment', async () => {
      const setUp = await empty();
      const secrets = [await setUp.begin(), await setUp.begin()];
      const results = await Promise.allSettled(
        secrets.map((secret, index) => setUp.setUp(owner(secret ?? '', `olga${index}`), '192.0.2.1')),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });
  });
}
