import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Session } from '#app/contract/operations.ts';
import type { PreferenceChange } from '#app/contract/settings.ts';
import type { StatusRegions } from '#app/contract/status.ts';
import { createHttpTransport } from '#app/transport/http.ts';
import { createPersonalSettings } from '../../../main/session/personal-settings.ts';
import { createPreferenceStore } from '../../../main/session/preference-store.ts';
import { createPreferenceSync } from '../../../main/session/preference-sync.ts';
import { createListeners } from '../../../main/system/emitter.ts';
import { createSettings } from '../../../main/system/settings.ts';
import { createAccounts } from '../../../server/auth/accounts.ts';
import { systemClock, systemIds } from '../../../server/system.ts';
import { FIRM_EMAIL, FIRM_PASSWORD, type FirmServer, startFirmServer } from '../../support/firm-server.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { createVirtualClock, type VirtualClock } from '../../support/virtual-clock.ts';
import { testPasswords } from '../server/support/test-server.ts';

let server: FirmServer;
/** Of all computers; behind the server's, which takes no time of the future. */
let clock: VirtualClock;
beforeEach(async () => {
  clock = createVirtualClock({ startMs: Date.now() - 7 * 24 * 60 * 60_000 });
  server = await startFirmServer();
});
afterEach(() => server.dispose());

const PAUSE_MS = 60_000;
const query = { filters: [], search: '', sort: null };
const view = (id: string, name: string): PreferenceChange => ({
  kind: 'view',
  id,
  value: { name, table: 'tasks', query, groupBy: null, columns: null },
});
const favourite = (id: string): PreferenceChange => ({ kind: 'favourite', id, value: { table: 'clients' } });

interface DeskOptions {
  email?: string;
  folder?: string;
  serverUrl?: () => string;
}

/** What a desk has of its person: the stores of `main`, over the real protocol. */
async function aPersonsDesk({ email = FIRM_EMAIL, folder = temporaryFolder(), serverUrl }: DeskOptions = {}) {
  let token: string | null = null;
  let isOnline = true;
  const requests: string[] = [];
  const transport = createHttpTransport({
    serverUrl: serverUrl ?? (() => server.url),
    token: () => token,
    async fetch(address, init) {
      requests.push(String(address));
      return await fetch(address, init);
    },
    clock: systemClock,
    log: quietLog,
  });
  const signedIn = await createHttpTransport({
    serverUrl: () => server.url,
    token: () => null,
    fetch,
    clock: systemClock,
    log: quietLog,
  }).signIn({ email, password: FIRM_PASSWORD, deviceId: systemIds.next(), deviceName: 'test' });
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  token = signedIn.value.token;
  const { person, firm, people } = signedIn.value;
  const session: Session = {
    ...{ kind: 'firm', server: server.url, person, firm, people, role: person.role, isRemembered: true },
  };
  const sessionStore = { session: () => session, onChange: () => () => true };
  const settingsOfDesk = createSettings({ file: path.join(folder, 'settings.json'), clock, log: quietLog });
  const file = path.join(folder, 'preferences.json');
  const store = createPreferenceStore({
    file,
    session: () => session,
    earlier: settingsOfDesk,
    clock,
    log: quietLog,
  });
  const settings = createPersonalSettings({ settings: settingsOfDesk, preferences: store, sessionStore });
  const statuses = createListeners<{ regions: StatusRegions }>();
  let pulls = 0;
  const status = () => ({
    regions: { reach: isOnline ? 'online' : 'offline', auth: 'ok', lastFullPullAt: pulls } as StatusRegions,
  });
  const desk = { status, onStatus: statuses.add } as unknown as Parameters<typeof createPreferenceSync>[0]['desk'];
  const sync = createPreferenceSync({ preferences: store, transport, desk, sessionStore, clock, log: quietLog });
  function quit() {
    sync.dispose();
    store.dispose();
  }
  onTestFinished(quit);
  return {
    ...{ store, settings, folder, file, requests, quit },
    setOnline(next: boolean) {
      isOnline = next;
      statuses.emit(status());
    },
    advance: clock.advance,
    set: (...changes: PreferenceChange[]) => {
      for (const change of changes) store.set(change);
    },
    views: () => settings.get().views.map(({ name }) => name),
    /** A run of the desk ends, as after a wake. */
    async endRun() {
      pulls += 1;
      statuses.emit(status());
      await clock.advance(PAUSE_MS);
    },
  };
}

type PersonsDesk = Awaited<ReturnType<typeof aPersonsDesk>>;

/** Exchanges until both show what `expected` says. */
async function settle(desks: readonly PersonsDesk[], shows: (desk: PersonsDesk) => unknown, expected: unknown) {
  for (const desk of desks) {
    await expect
      .poll(
        async () => {
          for (const each of desks) await each.endRun();
          return shows(desk);
        },
        { timeout: 10_000 },
      )
      .toEqual(expected);
  }
}

it('views, columns, favourites and recent records follow the person to another computer, and to nobody else', async () => {
  const accounts = createAccounts({
    storage: server.storage,
    clock: systemClock,
    ids: systemIds,
    passwords: testPasswords,
  });
  await accounts.addPerson(server.firmId, {
    name: 'Ben',
    email: 'ben@nordwind.test',
    password: FIRM_PASSWORD,
    role: 'owner',
  });
  const [laptop, desktop] = [await aPersonsDesk(), await aPersonsDesk()];
  const bens = await aPersonsDesk({ email: 'ben@nordwind.test' });
  laptop.set(view('v-1', 'Mine'), favourite('c-1'), { kind: 'columns', id: 'tasks', value: ['title', 'dueOn'] });
  laptop.set({ kind: 'recent', id: 't-1', value: { table: 'tasks' } });
  desktop.set(view('v-2', 'Due'));
  await settle([laptop, desktop], (desk) => desk.views(), ['Mine', 'Due']);
  const { favourites, columns } = desktop.settings.get();
  expect([favourites, columns]).toEqual([[{ table: 'clients', id: 'c-1' }], { tasks: ['title', 'dueOn'] }]);
  expect(desktop.store.recent()).toEqual([{ table: 'tasks', id: 't-1' }]);
  await expect
    .poll(async () => {
      await bens.endRun();
      return bens.requests.length;
    })
    .toBeGreaterThan(1);
  expect([bens.views(), bens.store.recent()]).toEqual([[], []]);
});

it('what was arranged offline survives a restart and is uploaded later; the later name and the removal count', async () => {
  const [laptop, desktop] = [await aPersonsDesk(), await aPersonsDesk()];
  laptop.set(view('v-1', 'First'), view('v-2', 'Second'));
  await settle([laptop, desktop], (desk) => desk.views(), ['First', 'Second']);
  laptop.setOnline(false);
  laptop.set(view('v-1', 'By the laptop'));
  await desktop.advance(PAUSE_MS);
  desktop.set(view('v-1', 'By the desktop'), { kind: 'view', id: 'v-2', value: null });
  await laptop.endRun();
  laptop.set(view('v-3', 'Written on a train'));
  laptop.quit();
  const again = await aPersonsDesk({ folder: laptop.folder });
  expect(again.views()).toEqual(['By the laptop', 'Second', 'Written on a train']);
  await settle([again, desktop], (desk) => desk.views(), ['By the desktop', 'Written on a train']);
});

it('a change whose time came without a connection is uploaded when there is one, without waiting for a run', async () => {
  const laptop = await aPersonsDesk();
  await laptop.endRun();
  laptop.setOnline(false);
  laptop.set(view('v-1', 'Mine'));
  await laptop.advance(PAUSE_MS);
  laptop.setOnline(true);
  const stored = () =>
    server.storage.transaction({ kind: 'firm', firmId: server.firmId, mode: 'read' }, (tx) =>
      tx.all('SELECT id FROM preferences'),
    );
  await expect
    .poll(async () => {
      await laptop.advance(PAUSE_MS);
      return stored();
    })
    .toHaveLength(1);
});

it('a restored server gets back what its backup lacks', async () => {
  const laptop = await aPersonsDesk();
  laptop.set(view('v-1', 'In the backup'));
  const stored = () =>
    server.storage.transaction({ kind: 'firm', firmId: server.firmId, mode: 'read' }, (tx) =>
      tx.all('SELECT id FROM preferences ORDER BY id'),
    );
  await settle([laptop], () => laptop.views(), ['In the backup']);
  await expect
    .poll(async () => {
      await laptop.endRun();
      return stored();
    })
    .toEqual([{ id: 'v-1' }]);
  const backup = server.backUp();
  laptop.set(view('v-2', 'After it'));
  await expect
    .poll(async () => {
      await laptop.endRun();
      return stored();
    })
    .toHaveLength(2);
  await server.putBack(backup);
  expect(await stored()).toHaveLength(1);
  await expect
    .poll(async () => {
      await laptop.endRun();
      return stored();
    })
    .toHaveLength(2);
  expect(laptop.views()).toEqual(['In the backup', 'After it']);
});

it('with a server that is too old everything stays on this computer, and the server is asked once an hour', async () => {
  const laptop = await aPersonsDesk({ serverUrl: () => `${server.url}/old` });
  laptop.set(view('v-1', 'Mine'));
  await expect
    .poll(async () => {
      await laptop.endRun();
      return laptop.requests.length;
    })
    .toBe(1);
  for (let run = 0; run < 5; run += 1) await laptop.endRun();
  expect(laptop.requests).toHaveLength(1);
  expect(laptop.views()).toEqual(['Mine']);
  expect(readFileSync(laptop.file, 'utf8')).toContain('Mine');
});

it('what the person is leaves with them', async () => {
  const accounts = createAccounts({
    storage: server.storage,
    clock: systemClock,
    ids: systemIds,
    passwords: testPasswords,
  });
  const email = 'ben@nordwind.test';
  await accounts.addPerson(server.firmId, { name: 'Ben', email, password: FIRM_PASSWORD, role: 'readOnly' });
  const bens = await aPersonsDesk({ email });
  bens.set(view('v-1', 'Private'));
  const count = () =>
    server.storage.transaction({ kind: 'operator', mode: 'read' }, (tx) => tx.all('SELECT id FROM preferences'));
  await expect
    .poll(async () => {
      await bens.endRun();
      return count();
    })
    .toHaveLength(1);
  await accounts.removePerson(email);
  expect(await count()).toEqual([]);
});

it('the settings of an earlier version become those of the person who signs in', async () => {
  const folder = temporaryFolder();
  const saved = { id: 'v-0', name: 'From before', table: 'tasks', query, groupBy: null, columns: null };
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ views: [saved], columns: { tasks: ['title'] } }));
  const laptop = await aPersonsDesk({ folder });
  expect(laptop.settings.get()).toMatchObject({ views: [saved], columns: { tasks: ['title'] } });
  expect(JSON.parse(readFileSync(path.join(folder, 'settings.json'), 'utf8')).views).toEqual([]);
  const desktop = await aPersonsDesk();
  await settle([laptop, desktop], (desk) => desk.views(), ['From before']);
});
