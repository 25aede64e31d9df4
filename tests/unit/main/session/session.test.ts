import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Alone } from '#app/contract/alone.ts';
import { failed, ok, type Result } from '#app/contract/errors.ts';
import type { FoundInvitation } from '#app/contract/people.ts';
import type { Person, SignInRequest, SignInResponse } from '#app/contract/protocol.ts';
import type { Counts } from '#app/contract/status.ts';
import type { PeopleTransport } from '#app/transport/people.ts';
import { type CredentialStore, type Credentials, createCredentialStore } from '../../../../main/session/credentials.ts';
import { createSessionService, type SessionDeps } from '../../../../main/session/session.ts';
import { createSessionStore } from '../../../../main/session/session-store.ts';
import { createIds } from '../../../support/ids.ts';
import { manualClock, recordingLog, temporaryFolder } from '../support.ts';

const DAY_MS = 24 * 60 * 60_000;
const ana: Person = { id: 'p1', name: 'Ana', email: 'ana@sample.test', role: 'owner', active: true };
const answerOf = (firmId = 'firm-1'): SignInResponse => ({
  token: 'token-0123456789-0123456789',
  expiresAt: Date.UTC(2026, 5, 1),
  person: ana,
  firm: { id: firmId, name: 'Sample & Partners' },
  people: [ana],
  healthKey: 'health-key-0123456789',
});
const invitationOf = (firmId = 'firm-1'): FoundInvitation => ({
  firm: { id: firmId, name: 'Sample & Partners' },
  personId: null,
  name: 'Ana',
  email: ana.email,
  role: 'owner',
  expiresAt: Date.UTC(2026, 5, 1),
});
const offline: Result<never> = failed({ code: 'network.offline', action: 'wait' });
const taken: Result<never> = failed({ code: 'device.cloned', action: 'retry' });
const ben: Person = { ...ana, id: 'p2', name: 'Ben', email: 'ben@sample.test' };
const credentials = {
  server: 'https://ferry.example.com',
  email: 'ana@sample.test',
  password: 'sample',
  takesOverWork: false,
};

/** One computer: its folder and what happens on it. `keyring: false` is a system that cannot encrypt. */
function aComputer({ keyring = true } = {}) {
  const folder = temporaryFolder();
  const clock = manualClock();
  const log = recordingLog();
  const happened: string[] = [];
  const ids = createIds('here');
  const world = {
    answer: ok(answerOf()) as Result<SignInResponse>,
    rotation: ok({ token: 'fresh-token-0123456789', expiresAt: Date.UTC(2026, 6, 1) }) as Result<{
      token: string;
      expiresAt: number;
    }>,
    people: ok([ana]) as Result<Person[]>,
    found: ok(invitationOf()) as Result<FoundInvitation>,
    counts: { pending: 0, parked: 0, conflicts: 0 } as Counts,
    owner: null as { server: string; firmId: string; personId: string } | null,
    alone: null as Alone | null,
    requests: [] as SignInRequest[],
    deviceId: '0198c0de-0000-7000-8000-000000000001',
    deviceOfColleague: '',
    isWithdrawn: false,
    auth: 'ok' as ReturnType<SessionDeps['desk']['status']>['regions']['auth'],
  };
  const inverted = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  const store = createCredentialStore({
    file: path.join(folder, 'credentials.bin'),
    log,
    encryption: {
      isAvailable: async () => keyring,
      encrypt: async (text) => inverted(Buffer.from(text)),
      decrypt: async (bytes) => ({ text: inverted(bytes).toString(), isStale: false }),
    },
  });

  async function start() {
    const sessionStore = createSessionStore({ file: path.join(folder, 'session.json'), store, clock, log });
    await sessionStore.restore();
    const desk: SessionDeps['desk'] = {
      deviceId: () => world.deviceId,
      becomeNewDevice: () => {
        world.deviceId = '0198c0de-0000-7000-8000-000000000002';
      },
      status: () => ({
        display: { kind: 'upToDate', at: 0 },
        isSyncing: false,
        regions: {
          reach: 'online',
          auth: world.auth,
          run: { kind: 'idle' },
          store: 'ok',
          counts: world.counts,
          lastFullPullAt: 0,
          broughtBack: null,
          lastError: null,
        },
      }),
      signedIn: () => void happened.push('desk signed in'),
      signedOut: () => void happened.push('desk signed out'),
      belongsTo: () => world.owner,
      joinFirm: async ({ server, firmId, personId, people, bringsWork, without }) => {
        happened.push(`joined ${firmId} with ${JSON.stringify([...people])} without ${[...without].join()}`);
        world.owner = { server, firmId, personId };
        return { brought: bringsWork ? world.counts.pending : 0, left: without.size };
      },
      operations: {
        pauseSync: () => void happened.push('sync paused'),
        queueChanges: (changes: unknown[]) => void happened.push(`saved ${changes.length} records`),
      } as unknown as SessionDeps['desk']['operations'],
      claim: (server, firmId, personId) => {
        world.owner = { server, firmId, personId };
        world.alone = null;
      },
      startAlone: (alone, firmId, personId) => {
        world.owner = { server: '', firmId, personId };
        world.alone = alone;
      },
      alone: () => world.alone,
      worksAlone: () => void happened.push('desk works alone'),
    };
    const transport = {
      ...({} as PeopleTransport),
      people: async () => world.people,
      rotate: async () => {
        happened.push('rotated');
        return world.rotation;
      },
      signOut: async () => {
        happened.push('signed out at the server');
        return ok(undefined);
      },
    };
    const service = createSessionService({
      sessionStore,
      desk,
      transport,
      transportTo: (server, token) => ({
        health: async () => ok({ service: 'ferry', protocol: 1, time: 0 }),
        signIn: async (request) => {
          world.requests.push(request);
          return request.deviceId === world.deviceOfColleague ? taken : world.answer;
        },
        look: async () => world.found,
        redeem: async (request) => {
          happened.push(`redeemed ${request.secret}`);
          return world.answer;
        },
        setUp: async () => world.answer,
        signOut: async () => {
          happened.push(`gave back ${token ?? 'nothing'} to ${server}`);
          return ok(undefined);
        },
      }),
      deviceName: 'Ana’s laptop',
      rememberServer: (server) => void happened.push(`remembered ${server}`),
      setFirmAside: async () => {
        happened.push('set the firm aside');
        return '/data/other-firms/ferry.db';
      },
      lock: {
        isOpen: () => sessionStore.session() !== null && !world.isWithdrawn,
        open: () => void happened.push('unlocked'),
      },
      requestRemoval: () => void happened.push('asked for removal'),
      restart: () => void happened.push('restarted'),
      ids,
      clock,
      log,
    });
    return { sessionStore, ...service };
  }
  return { folder, clock, world, happened, start, store };
}

const onDisk = (folder: string) => readFileSync(path.join(folder, 'session.json'), 'utf8');

test('signing in starts sync, and the session survives a restart without any network', async () => {
  const { world, happened, start } = aComputer();
  const first = await start();
  const session = await first.operations.signIn(credentials);
  expect(session).toMatchObject({ firm: { name: 'Sample & Partners' }, isRemembered: true, role: 'owner' });
  expect(happened).toEqual(['remembered https://ferry.example.com', 'unlocked', 'desk signed in']);

  world.answer = offline;
  const second = await start();
  expect(second.operations.getSession()).toEqual(session);
  expect(second.sessionStore.credentials()?.token).toBe(answerOf().token);
});

test('the session file contains no secret', async () => {
  const { folder, start } = aComputer();
  await (await start()).operations.signIn(credentials);
  expect(onDisk(folder)).not.toMatch(/token-0123|health-key|"sample"/);
});

test('if the system cannot encrypt, a restart remembers the person but not the token', async () => {
  const { start } = aComputer({ keyring: false });
  const first = await start();
  expect(await first.operations.signIn(credentials)).toMatchObject({ isRemembered: false });
  expect(first.sessionStore.credentials()?.token).toBe(answerOf().token);
  const second = await start();
  expect(second.operations.getSession()).toMatchObject({ person: { name: 'Ana' } });
  expect(second.sessionStore.credentials()).toBeNull();
});

test('a refused sign-in changes nothing', async () => {
  const { world, happened, start } = aComputer();
  const { operations } = await start();
  world.answer = failed({ code: 'auth.invalid', action: 'fix' });
  await expect(operations.signIn(credentials)).rejects.toMatchObject({ error: { code: 'auth.invalid' } });
  expect(operations.getSession()).toBeNull();
  expect(happened).toEqual([]);
});

test('if a colleague’s sign-out never reached the server, the desk continues under a new device id', async () => {
  const { world, start } = aComputer();
  const { operations } = await start();
  world.deviceOfColleague = world.deviceId;
  expect(await operations.signIn(credentials)).toMatchObject({ person: { name: 'Ana' } });
  expect(world.requests.map(({ deviceId }) => deviceId)).toEqual([world.deviceOfColleague, world.deviceId]);
});

test('a superseded copy of a data folder signs in under a new device id', async () => {
  const { world, start } = aComputer();
  const { operations } = await start();
  const shared = world.deviceId;
  world.auth = 'superseded';
  await operations.signIn(credentials);
  expect(world.requests).toHaveLength(1);
  expect(world.requests[0]?.deviceId).not.toBe(shared);
});

test('another firm is refused on a computer with work of the first one, and its token is returned', async () => {
  const { world, happened, start } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  await operations.signOut({ force: false, data: 'keep' });
  happened.length = 0;
  world.answer = ok(answerOf('firm-2'));
  const attempt = operations.signIn({ ...credentials, server: 'https://other.example.com' });
  await expect(attempt).rejects.toMatchObject({ error: { code: 'session.otherFirm' } });
  expect(operations.getSession()).toBeNull();
  expect(happened).toEqual([`gave back ${answerOf().token} to https://other.example.com`]);
});

/** Ana's work waits, and at the address of her firm answers another one, with her in it under another id. */
async function aReplacedServer({ isSignedOut = false } = {}) {
  const computer = aComputer();
  const { operations, sessionStore } = await computer.start();
  await operations.signIn(credentials);
  if (isSignedOut) await operations.signOut({ force: true, data: 'keep' });
  computer.happened.length = 0;
  computer.world.counts = { pending: 3, parked: 0, conflicts: 0 };
  const anaThere = { ...ana, id: 'p9', email: 'Ana@Sample.test' };
  computer.world.answer = ok({ ...answerOf('firm-2'), person: anaThere, people: [anaThere] });
  return { ...computer, operations, sessionStore };
}

test.each([true, false])(
  'another firm at the same address is a choice for the person (signed out: %s)',
  async (isSignedOut) => {
    const { operations, world } = await aReplacedServer({ isSignedOut });
    await expect(operations.signIn(credentials)).rejects.toMatchObject({
      error: {
        code: 'session.otherFirm',
        details: { pending: 3, mayGoOnAlone: !isSignedOut, mayLookThrough: !isSignedOut },
      },
    });
    expect(world.owner?.firmId).toBe('firm-1');
  },
);

test('joining it keeps the old data and takes the work along', async () => {
  const { operations, happened, world, sessionStore } = await aReplacedServer();
  const without = [{ table: 'clients', recordId: 'c-2' }];
  const session = await operations.signIn({ ...credentials, otherFirm: { choice: 'join', without } });
  expect(session).toMatchObject({ person: { id: 'p9' }, joined: { brought: 3, file: '/data/other-firms/ferry.db' } });
  expect(happened.slice(0, 2)).toEqual([
    'set the firm aside',
    expect.stringContaining('joined firm-2 with [["p1","p9"]] without '),
  ]);
  expect(world.owner?.firmId).toBe('firm-2');
  expect(sessionStore.session()?.firm.id).toBe('firm-2');
});

test('an impostor server with a person of the same address unlocks nothing at the sign-in', async () => {
  const { operations, happened, sessionStore } = await aReplacedServer({ isSignedOut: true });
  const alone = operations.signIn({ ...credentials, otherFirm: { choice: 'alone' } });
  await expect(alone).rejects.toMatchObject({ error: { code: 'session.otherFirm' } });
  expect(sessionStore.session()).toBeNull();
  const session = await operations.signIn({ ...credentials, otherFirm: { choice: 'join', without: [] } });
  expect(session).toMatchObject({ joined: { brought: 0, file: '/data/other-firms/ferry.db' } });
  expect(happened).toContain('set the firm aside');
});

test('nor does one that claims to be the same firm, since it does not know the firm’s key', async () => {
  const { operations, sessionStore, world, start } = await aReplacedServer({ isSignedOut: true });
  world.answer = ok({ ...answerOf(), healthKey: 'another-key-0123456789' });
  for (const { operations: each } of [{ operations }, await start()]) {
    await expect(each.signIn(credentials)).rejects.toMatchObject({ error: { code: 'session.otherFirm' } });
  }
  expect(sessionStore.session()).toBeNull();
  world.answer = ok(answerOf());
  await operations.signIn(credentials);
  expect(sessionStore.session()).toMatchObject({ firm: { id: 'firm-1' } });
});

test('nor does signing in after access was withdrawn', async () => {
  const { operations, world } = await aReplacedServer();
  world.isWithdrawn = true;
  const alone = operations.signIn({ ...credentials, otherFirm: { choice: 'alone' } });
  await expect(alone).rejects.toMatchObject({ error: { details: { mayGoOnAlone: false, mayLookThrough: false } } });
  const session = await operations.signIn({ ...credentials, otherFirm: { choice: 'join', without: [] } });
  expect(session).toMatchObject({ joined: { brought: 0 } });
});

test('the signed-in person can continue alone, with sync stopped', async () => {
  const { operations, happened, world, sessionStore } = await aReplacedServer();
  await operations.signIn({ ...credentials, otherFirm: { choice: 'alone' } });
  expect(sessionStore.session()).toMatchObject({ person: { id: 'p1' }, firm: { id: 'firm-1' } });
  expect(happened).toContain('sync paused');
  expect(world.owner?.firmId).toBe('firm-1');
});

test('nobody continues alone as another person', async () => {
  const { operations, world, sessionStore } = await aReplacedServer();
  world.answer = ok({ ...answerOf('firm-2'), person: ben, people: [ben] });
  const attempt = operations.signIn({ ...credentials, email: ben.email, otherFirm: { choice: 'alone' } });
  await expect(attempt).rejects.toMatchObject({ error: { details: { mayGoOnAlone: false } } });
  expect(sessionStore.session()?.person.id).toBe(ana.id);
});

/** Ana has signed out for good and left work behind; Ben of the same firm is about to sign in. */
async function aComputerWithWorkOfAnas(counts: Partial<Counts>) {
  const computer = aComputer();
  const { operations, sessionStore } = await computer.start();
  await operations.signIn(credentials);
  computer.world.counts = { pending: 0, parked: 0, conflicts: 0, ...counts };
  await operations.signOut({ force: true, data: 'keep' });
  computer.happened.length = 0;
  computer.world.answer = ok({ ...answerOf(), person: ben, people: [ana, ben] });
  return { ...computer, operations, sessionStore };
}

test.each([{ pending: 3 }, { parked: 1 }])(
  'nobody uploads %o of a colleague under their own name without consent',
  async (counts) => {
    const { operations, happened, world } = await aComputerWithWorkOfAnas(counts);
    const attempt = operations.signIn({ ...credentials, email: ben.email });
    await expect(attempt).rejects.toMatchObject({
      error: { code: 'session.othersWork', details: { name: 'Ana', ...counts } },
    });
    expect(operations.getSession()).toBeNull();
    expect(happened).toEqual([`gave back ${answerOf().token} to https://ferry.example.com`]);
    expect(world.owner?.personId).toBe(ana.id);
  },
);

test('a colleague may take over the remaining work, after a warning', async () => {
  const { operations, world } = await aComputerWithWorkOfAnas({ pending: 3 });
  await operations.signIn({ ...credentials, email: ben.email, takesOverWork: true });
  expect(operations.getSession()).toMatchObject({ person: { name: 'Ben' } });
  expect(world.owner?.personId).toBe(ben.id);
});

test('the author of the work signs in as ever, and so does a colleague if there is none', async () => {
  const withWork = await aComputerWithWorkOfAnas({ pending: 3 });
  withWork.world.answer = ok(answerOf());
  await withWork.operations.signIn(credentials);
  expect(withWork.operations.getSession()).toMatchObject({ person: { name: 'Ana' } });

  const withoutWork = await aComputerWithWorkOfAnas({ conflicts: 1 });
  await withoutWork.operations.signIn({ ...credentials, email: ben.email });
  expect(withoutWork.operations.getSession()).toMatchObject({ person: { name: 'Ben' } });
});

test('the same firm may move to another address', async () => {
  const { world, start } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  await operations.signIn({ ...credentials, server: 'https://new.example.com' });
  expect(operations.getSession()).toMatchObject({ server: 'https://new.example.com' });
  expect(world.owner).toMatchObject({ server: 'https://new.example.com' });
});

test('signing out with unsent work is refused, unless forced', async () => {
  const { world, happened, start } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  world.counts = { pending: 2, parked: 1, conflicts: 0 };
  await expect(operations.signOut({ force: false, data: 'keep' })).rejects.toMatchObject({
    error: { code: 'session.unsentWork', details: { pending: 2, parked: 1 } },
  });
  expect(operations.getSession()).not.toBeNull();
  await operations.signOut({ force: true, data: 'keep' });
  expect(operations.getSession()).toBeNull();
  expect(happened.slice(-2)).toEqual(['signed out at the server', 'desk signed out']);
});

test('removing the data is recorded on the disk first, and nobody stays signed in', async () => {
  const { folder, happened, start, store } = aComputer();
  const { operations, sessionStore } = await start();
  await operations.signIn(credentials);
  happened.length = 0;
  await operations.signOut({ force: true, data: 'remove' });
  expect(happened).toEqual(['asked for removal', 'signed out at the server', 'desk signed out', 'restarted']);
  expect(sessionStore.lastSession()).toBeNull();
  expect(existsSync(path.join(folder, 'session.json'))).toBe(false);
  expect(await store.load()).toBeNull();
});

test('signing out is remembered', async () => {
  const { start, store } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  await operations.signOut({ force: false, data: 'keep' });
  expect((await start()).operations.getSession()).toBeNull();
  expect(await store.load()).toBeNull();
});

test('after a day the token is exchanged for a new one, once', async () => {
  const { clock, happened, start } = aComputer();
  const { sessionStore, operations, refresh } = await start();
  await operations.signIn(credentials);
  await refresh();
  expect(happened).not.toContain('rotated');
  clock.advance(DAY_MS + 1);
  await Promise.all([refresh(), refresh()]);
  await refresh();
  expect(happened.filter((what) => what === 'rotated')).toHaveLength(1);
  expect(sessionStore.credentials()?.token).toBe('fresh-token-0123456789');
  expect(operations.getSession()).toMatchObject({ person: { name: 'Ana' }, isRemembered: true });
});

test('people who joined since are known after the refresh', async () => {
  const { clock, world, start } = aComputer();
  const { operations, refresh } = await start();
  await operations.signIn(credentials);
  world.people = ok([ana, { ...ana, id: 'p2', name: 'Ben' }]);
  clock.advance(DAY_MS + 1);
  await refresh();
  expect(await operations.getSession()).toMatchObject({ people: [{ name: 'Ana' }, { name: 'Ben' }] });
});

test('a failed exchange keeps the old token', async () => {
  const { clock, world, start } = aComputer();
  const { sessionStore, operations, refresh } = await start();
  await operations.signIn(credentials);
  world.rotation = offline;
  clock.advance(DAY_MS + 1);
  await refresh();
  expect(sessionStore.credentials()?.token).toBe(answerOf().token);
});

test('credentials of another server are not used', async () => {
  const { store, start } = aComputer();
  await (await start()).operations.signIn(credentials);
  const foreign: Credentials = { server: 'https://old.example.com', token: 't', healthKey: 'h', expiresAtMs: 0 };
  await (store satisfies CredentialStore).save(foreign);
  expect((await start()).sessionStore.credentials()).toBeNull();
});

test('a person starts alone with two names, and goes on so after a restart', async () => {
  const { world, happened, start } = aComputer();
  const first = await start();
  const session = first.operations.startAlone({ name: 'Ana', firm: 'Ana & Co.' });
  expect(session).toMatchObject({ kind: 'alone', server: '', role: 'owner', firm: { name: 'Ana & Co.' } });
  expect(session).toMatchObject({ people: [{ name: 'Ana', active: true }], isRemembered: true });
  expect(world.owner).toMatchObject({ server: '', firmId: (await session).firm.id });

  const next = await start();
  expect(next.resumeAlone()).toBe(true);
  expect(next.operations.getSession()).toEqual(session);
  expect(happened).toEqual(['desk works alone', 'desk works alone']);
});

test('the data says that it is used alone, even if the session file is gone or of another time', async () => {
  const { world, start } = aComputer();
  const first = await start();
  const session = first.operations.startAlone({ name: 'Ana', firm: 'Ana & Co.' });
  first.sessionStore.wipe();
  expect((await start()).operations.getSession()).toBeNull();

  const next = await start();
  expect(next.resumeAlone()).toBe(true);
  expect(next.operations.getSession()).toEqual(session);

  // The data was made anew, without what it said.
  Object.assign(world, { owner: null, alone: null });
  const last = await start();
  expect(last.resumeAlone()).toBe(true);
  expect(world.alone).toEqual({ kind: 'alone', name: 'Ana', firm: 'Ana & Co.' });
});

test('nobody starts alone over data of a firm', async () => {
  const { start } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  expect(() => operations.startAlone({ name: 'Ana', firm: 'Ana & Co.' })).toThrow(/session.dataHere/);
  await operations.signOut({ force: true, data: 'keep' });
  expect(() => operations.startAlone({ name: 'Ana', firm: 'Ana & Co.' })).toThrow(/session.dataHere/);
});

test('what is used alone is removed or stays, but is never locked', async () => {
  const { happened, start } = aComputer();
  const { operations } = await start();
  operations.startAlone({ name: 'Ana', firm: 'Ana & Co.' });
  await expect(operations.signOut({ force: true, data: 'keep' })).rejects.toThrow(/session.unsentWork/);
  await expect(operations.signOut({ force: false, data: 'remove' })).rejects.toThrow(/session.unsentWork/);
  await operations.signOut({ force: true, data: 'remove' });
  expect(happened).toEqual(['desk works alone', 'asked for removal', 'desk signed out', 'restarted']);
});

test('whoever looks around gets a made-up firm, which is there before the window is told', async () => {
  const { happened, start } = aComputer();
  const { operations } = await start();
  expect(await operations.lookAround()).toMatchObject({ kind: 'sample', firm: { name: 'Brandt & Partners' } });
  expect(happened).toEqual(['saved 1110 records', 'desk works alone']);
  await operations.signOut({ force: true, data: 'remove' });
  expect(happened.slice(2)).toEqual(['asked for removal', 'desk signed out', 'restarted']);
});

const invitation = {
  server: 'https://ferry.example.com',
  secret: 'a-secret',
  name: 'Ana',
  password: 'her own password',
};

test('an invitation signs in, and is asked for what it is before it is used', async () => {
  const { start, happened } = aComputer();
  const { operations } = await start();
  const { server, secret } = invitation;
  expect(await operations.inspectInvitation({ server, secret })).toMatchObject({ firm: { id: 'firm-1' }, server });
  expect(happened).toEqual([]);
  expect(await operations.redeemInvitation(invitation)).toMatchObject({ person: { id: 'p1' } });
  expect(happened).toEqual(['redeemed a-secret', 'remembered https://ferry.example.com', 'unlocked', 'desk signed in']);
});

test('an invitation of another firm changes nothing and stays unused, on a desk with and without a session', async () => {
  const { start, world, happened } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  happened.length = 0;
  world.found = ok(invitationOf('firm-2'));
  for (const ask of [
    () => operations.inspectInvitation(invitation),
    () => operations.redeemInvitation(invitation),
    () => operations.setUpFirm({ ...invitation, firmName: 'New', email: ana.email }),
  ]) {
    await expect(ask()).rejects.toMatchObject({ error: { code: 'invitation.otherFirm' } });
  }
  expect(happened).toEqual([]);
  expect(await operations.getSession()).toMatchObject({ firm: { id: 'firm-1' } });
});

test('an invitation is not used while another person’s work waits here', async () => {
  const { start, world, happened } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  await operations.signOut({ force: true, data: 'keep' });
  world.counts = { pending: 2, parked: 0, conflicts: 0 };
  world.found = ok({ ...invitationOf(), personId: 'p2' });
  happened.length = 0;
  await expect(operations.redeemInvitation(invitation)).rejects.toMatchObject({
    error: { code: 'session.othersWork', details: { name: 'Ana', pending: 2 } },
  });
  expect(happened).toEqual([]);
});

test.each([
  ['ferry://join?server=http%3A%2F%2Fevil.example&code=aaaaaaaaaaaaaaaa', 'address.insecure'],
  ['ferry://join?server=https%3A%2F%2Fme%3Apw%40evil.example&code=aaaaaaaaaaaaaaaa', 'address.password'],
  ['ferry://join?server=file%3A%2F%2F%2Fetc&code=aaaaaaaaaaaaaaaa', 'address.invalid'],
  ['ferry://join?server=javascript%3Aalert(1)&code=aaaaaaaaaaaaaaaa', 'address.invalid'],
  ['https://user:pw@evil.example/join#code=aaaaaaaaaaaaaaaa', 'address.password'],
  ['http://evil.example/join#code=aaaaaaaaaaaaaaaa', 'address.insecure'],
  ['ferry://join?code=aaaaaaaaaaaaaaaa', 'invitation.unknown'],
  ['ferry://join@evil?server=https://a.example&code=aaaaaaaaaaaaaaaa', 'invitation.unknown'],
  ['ferry://open/clients', 'invitation.unknown'],
  ['12', 'invitation.unknown'],
])('%s is refused as %s, and nobody is contacted', async (typed, code) => {
  const { start, happened } = aComputer();
  const { operations } = await start();
  await expect((async () => operations.readInvitation(typed))()).rejects.toMatchObject({ error: { code } });
  expect(happened).toEqual([]);
});

test.each([
  ['ferry://join?server=https%3A%2F%2Fa.example%2Fferry&firm=f1&code=abcdefghijkl', 'https://a.example/ferry', 'f1'],
  [' https://a.example/ferry/join#firm=f1&code=abcdefghijkl ', 'https://a.example/ferry', 'f1'],
  ['4f7k 90qx-m2tb 8rwd', null, null],
])('%s is read as an invitation', async (typed, server, firmId) => {
  const { operations } = await aComputer().start();
  expect(await operations.readInvitation(typed)).toMatchObject({ kind: 'invitation', server, firmId });
});
