import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { failed, ok, type Result } from '#app/contract/errors.ts';
import type { Person, SignInRequest, SignInResponse } from '#app/contract/protocol.ts';
import type { Counts } from '#app/contract/status.ts';
import { type CredentialStore, type Credentials, createCredentialStore } from '../../../main/credentials.ts';
import { createIdentity } from '../../../main/identity.ts';
import { createSessionService, type SessionDeps } from '../../../main/session.ts';
import { manualClock, recordingLog, temporaryFolder } from './support.ts';

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
const offline: Result<never> = failed({ code: 'network.offline', message: 'No network.', action: 'wait' });
const taken: Result<never> = failed({ code: 'device.cloned', message: 'Somebody else is here.', action: 'retry' });
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
  const world = {
    answer: ok(answerOf()) as Result<SignInResponse>,
    rotation: ok({ token: 'fresh-token-0123456789', expiresAt: Date.UTC(2026, 6, 1) }) as Result<{
      token: string;
      expiresAt: number;
    }>,
    people: ok([ana]) as Result<Person[]>,
    counts: { pending: 0, parked: 0, conflicts: 0 } as Counts,
    owner: null as { server: string; firmId: string; personId: string } | null,
    requests: [] as SignInRequest[],
    deviceId: '0198c0de-0000-7000-8000-000000000001',
    deviceOfColleague: '',
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
    const identity = createIdentity({ file: path.join(folder, 'session.json'), store, clock, log });
    await identity.restore();
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
          auth: 'ok',
          run: { kind: 'idle' },
          store: 'ok',
          counts: world.counts,
          lastFullPullAt: 0,
          lastError: null,
        },
      }),
      signedIn: () => void happened.push('desk signed in'),
      signedOut: () => void happened.push('desk signed out'),
      belongsTo: () => world.owner,
      claim: (server, firmId, personId) => {
        world.owner = { server, firmId, personId };
      },
    };
    const transport = {
      people: async () => world.people,
      rotate: async () => {
        happened.push('rotated');
        return world.rotation;
      },
      signOut: async () => {
        happened.push('told the server goodbye');
        return ok(undefined);
      },
    };
    const service = createSessionService({
      identity,
      desk,
      transport,
      transportTo: (server, token) => ({
        health: async () => ok({ service: 'ferry', protocol: 1, time: 0 }),
        signIn: async (request) => {
          world.requests.push(request);
          return request.deviceId === world.deviceOfColleague ? taken : world.answer;
        },
        signOut: async () => {
          happened.push(`gave back ${token ?? 'nothing'} to ${server}`);
          return ok(undefined);
        },
      }),
      deviceName: 'Ana’s laptop',
      rememberServer: (server) => void happened.push(`remembered ${server}`),
      clock,
      log,
    });
    return { identity, ...service };
  }
  return { folder, clock, world, happened, start, store };
}

const onDisk = (folder: string) => readFileSync(path.join(folder, 'session.json'), 'utf8');

test('signing in begins to sync and is still so after a restart without any network', async () => {
  const { world, happened, start } = aComputer();
  const first = await start();
  const session = await first.operations.signIn(credentials);
  expect(session).toMatchObject({ firm: { name: 'Sample & Partners' }, isRemembered: true, role: 'owner' });
  expect(happened).toEqual(['remembered https://ferry.example.com', 'desk signed in']);

  world.answer = offline;
  const second = await start();
  expect(second.operations.getSession()).toEqual(session);
  expect(second.identity.credentials()?.token).toBe(answerOf().token);
});

test('the session file holds no secret', async () => {
  const { folder, start } = aComputer();
  await (await start()).operations.signIn(credentials);
  expect(onDisk(folder)).not.toMatch(/token-0123|health-key|"sample"/);
});

test('where the system cannot encrypt, a restart still knows who you are but not your token', async () => {
  const { start } = aComputer({ keyring: false });
  const first = await start();
  expect(await first.operations.signIn(credentials)).toMatchObject({ isRemembered: false });
  expect(first.identity.credentials()?.token).toBe(answerOf().token);
  const second = await start();
  expect(second.operations.getSession()).toMatchObject({ person: { name: 'Ana' } });
  expect(second.identity.credentials()).toBeNull();
});

test('a refused sign-in leaves everything as it was', async () => {
  const { world, happened, start } = aComputer();
  const { operations } = await start();
  world.answer = failed({ code: 'auth.invalid', message: 'Wrong password.', action: 'fix' });
  await expect(operations.signIn(credentials)).rejects.toMatchObject({ error: { code: 'auth.invalid' } });
  expect(operations.getSession()).toBeNull();
  expect(happened).toEqual([]);
});

test('where the server never heard a colleague sign out, the desk goes on under a device id of its own', async () => {
  const { world, start } = aComputer();
  const { operations } = await start();
  world.deviceOfColleague = world.deviceId;
  expect(await operations.signIn(credentials)).toMatchObject({ person: { name: 'Ana' } });
  expect(world.requests.map(({ deviceId }) => deviceId)).toEqual([world.deviceOfColleague, world.deviceId]);
});

test('another firm is refused on a computer that holds the first one’s work, and its token given back', async () => {
  const { world, happened, start } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  await operations.signOut({ force: false });
  happened.length = 0;
  world.answer = ok(answerOf('firm-2'));
  const attempt = operations.signIn({ ...credentials, server: 'https://other.example.com' });
  await expect(attempt).rejects.toMatchObject({ error: { code: 'session.otherFirm' } });
  await expect(attempt).rejects.toThrow('--user-data-dir');
  expect(operations.getSession()).toBeNull();
  expect(happened).toEqual([`gave back ${answerOf().token} to https://other.example.com`]);
});

/** Ana has signed out for good and left work behind; Ben of the same firm is about to sign in. */
async function aComputerWithWorkOfAnas(counts: Partial<Counts>) {
  const computer = aComputer();
  const { operations, identity } = await computer.start();
  await operations.signIn(credentials);
  computer.world.counts = { pending: 0, parked: 0, conflicts: 0, ...counts };
  await operations.signOut({ force: true });
  computer.happened.length = 0;
  computer.world.answer = ok({ ...answerOf(), person: ben, people: [ana, ben] });
  return { ...computer, operations, identity };
}

test.each([{ pending: 3 }, { parked: 1 }])(
  'nobody uploads %o of a colleague under their own name unasked',
  async (counts) => {
    const { operations, happened, world } = await aComputerWithWorkOfAnas(counts);
    const attempt = operations.signIn({ ...credentials, email: ben.email });
    await expect(attempt).rejects.toMatchObject({
      error: { code: 'session.othersWork', details: { name: 'Ana', ...counts } },
    });
    await expect(attempt).rejects.toThrow('Let Ana sign in');
    expect(operations.getSession()).toBeNull();
    expect(happened).toEqual([`gave back ${answerOf().token} to https://ferry.example.com`]);
    expect(world.owner?.personId).toBe(ana.id);
  },
);

test('a colleague may take over what was left, having been told', async () => {
  const { operations, world } = await aComputerWithWorkOfAnas({ pending: 3 });
  await operations.signIn({ ...credentials, email: ben.email, takesOverWork: true });
  expect(operations.getSession()).toMatchObject({ person: { name: 'Ben' } });
  expect(world.owner?.personId).toBe(ben.id);
});

test('who left the work signs in as ever, and so does a colleague where nothing was left', async () => {
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

test('signing out with unsent work is refused, unless one insists', async () => {
  const { world, happened, start } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  world.counts = { pending: 2, parked: 1, conflicts: 0 };
  await expect(operations.signOut({ force: false })).rejects.toMatchObject({
    error: { code: 'session.unsentWork', details: { pending: 2, parked: 1 } },
  });
  expect(operations.getSession()).not.toBeNull();
  await operations.signOut({ force: true });
  expect(operations.getSession()).toBeNull();
  expect(happened.slice(-2)).toEqual(['told the server goodbye', 'desk signed out']);
});

test('signing out is remembered', async () => {
  const { start, store } = aComputer();
  const { operations } = await start();
  await operations.signIn(credentials);
  await operations.signOut({ force: false });
  expect((await start()).operations.getSession()).toBeNull();
  expect(await store.load()).toBeNull();
});

test('a day later the token is exchanged for a fresh one, once', async () => {
  const { clock, happened, start } = aComputer();
  const { identity, operations, refresh } = await start();
  await operations.signIn(credentials);
  await refresh();
  expect(happened).not.toContain('rotated');
  clock.advance(DAY_MS + 1);
  await Promise.all([refresh(), refresh()]);
  await refresh();
  expect(happened.filter((what) => what === 'rotated')).toHaveLength(1);
  expect(identity.credentials()?.token).toBe('fresh-token-0123456789');
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

test('an exchange that fails keeps the old token', async () => {
  const { clock, world, start } = aComputer();
  const { identity, operations, refresh } = await start();
  await operations.signIn(credentials);
  world.rotation = offline;
  clock.advance(DAY_MS + 1);
  await refresh();
  expect(identity.credentials()?.token).toBe(answerOf().token);
});

test('credentials of another server are not used', async () => {
  const { store, start } = aComputer();
  await (await start()).operations.signIn(credentials);
  const foreign: Credentials = { server: 'https://old.example.com', token: 't', healthKey: 'h', expiresAtMs: 0 };
  await (store satisfies CredentialStore).save(foreign);
  expect((await start()).identity.credentials()).toBeNull();
});
