import { failed, ok, type Result } from '#app/contract/errors.ts';
import type { FerryBridge } from '#app/contract/events.ts';
import type { Session } from '#app/contract/operations.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import { preferenceChangeSchema, type Settings, settingsSchema } from '#app/contract/settings.ts';
import type { UpdateState } from '#app/contract/updates.ts';
import { ferrySchema, type RecordData } from '#app/schema/index.ts';
import { deadlinesOf } from './deadlines.ts';
import { createFakeDesk, type FakeDesk, type FakeOptions } from './desk.ts';
import { createListeners } from './listeners.ts';
import { fakePeople } from './people.ts';
import { withPreference } from './preferences.ts';
import { windowOf, withTitles } from './query.ts';
import { fakeBackups, fakeReceipts, fakeRecentChanges } from './records-of-the-past.ts';
import { samplePeople } from './sample.ts';
import { addTrouble, fakeActivity, fakeHistory } from './trouble.ts';

export interface FakeBridgeOptions extends Partial<FakeOptions> {
  isSignedIn?: boolean;
  hasTrouble?: boolean;
  settings?: Partial<Settings>;
  locale?: string;
  region?: string;
}

const unknownChange = () => failed({ code: 'change.unknown', action: 'none' });

/**
 * `window.ferry` over plain arrays: lets the renderer be seen and tested without main, core or server.
 * Never part of the build.
 */
export function createFakeBridge(options: FakeBridgeOptions = {}): { bridge: FerryBridge; desk: FakeDesk } {
  const desk = createFakeDesk({
    size: { clients: 60, engagements: 150, tasks: 900 },
    today: new Date().toISOString().slice(0, 10),
    isOnline: true,
    uploadMs: 400,
    ...options,
  });
  if (options.hasTrouble) addTrouble(desk);
  const sessions = createListeners<Session | null>();
  const settingsListeners = createListeners<Settings>();
  const updates = createListeners<UpdateState>();
  const navigation = createListeners<{ view: string }>();
  let settings = settingsSchema.parse(options.settings ?? {});
  const [person] = samplePeople;
  if (person === undefined) throw new Error('The sample firm has no people.');
  const signedIn: Session = {
    kind: 'firm',
    server: 'https://ferry.sample.test',
    person,
    firm: { id: 'f-1', name: 'Berger & Weidmann' },
    people: samplePeople,
    role: 'owner',
    isRemembered: true,
  };
  let session: Session | null = options.isSignedIn === false ? null : signedIn;
  const setSession = (next: Session | null) => {
    session = next;
    sessions.emit(next);
  };
  const soon = () => setTimeout(() => void desk.sync(), 1500);
  const opposite = (change: QueuedChange) => {
    if (change.operation === 'insert') return desk.write(change.table, 'delete', change.recordId, {});
    if (change.operation === 'delete') return desk.write(change.table, 'insert', change.recordId, change.base);
    return desk.write(change.table, 'update', change.recordId, change.base);
  };
  const dependants = (table: string, id: string): { table: string; id: string }[] =>
    ferrySchema
      .referencesTo(table)
      .flatMap(({ table: child, field }) =>
        [...(desk.tables.get(child)?.values() ?? [])]
          .filter((row) => !row.deleted && row.data[field] === id)
          .flatMap((row) => [...dependants(child, row.id), { table: child, id: row.id }]),
      );
  const allOk = (changes: ReturnType<FakeDesk['write']>[]): Result<QueuedChange[]> => {
    soon();
    const refused = changes.find((change) => !change.ok);
    return refused?.ok === false ? refused : ok(changes.flatMap((change) => (change.ok ? [change.value] : [])));
  };
  const findChange = (changeId: string) => desk.outbox.find((change) => change.changeId === changeId);
  const nothing = ok(undefined);
  const rowsOf = (table: string) => [...(desk.tables.get(table)?.values() ?? [])];

  const bridge: FerryBridge = {
    queueChange: async (table, operation, recordId, data, seen) => {
      soon();
      return desk.write(table, operation, recordId, data, seen);
    },
    queueChanges: async (changes) =>
      allOk(
        changes.map(({ table, operation, recordId, data, seen }) => desk.write(table, operation, recordId, data, seen)),
      ),
    queueImport: async (changes) => {
      const saved = allOk(
        changes.map(({ table, operation, recordId, data, seen }) => desk.write(table, operation, recordId, data, seen)),
      );
      return saved.ok ? nothing : saved;
    },
    getPendingChanges: async () => ok([...desk.outbox]),
    markChangeSynced: async () => nothing,
    cacheEntity: async () => failed({ code: 'app.failed', action: 'none' }),
    getCachedEntity: async (table, id) => ok(desk.record(table, id) ?? null),
    cleanupSyncQueue: async () => ok(0),
    syncToServer: async () => ok(await desk.sync()),
    listRecords: async (table, query, window) =>
      ok(withTitles(desk, table, windowOf(table, rowsOf(table), query, window))),
    countRecords: async () =>
      ok(
        Object.fromEntries(
          [...desk.tables].map(([table, rows]) => [table, [...rows.values()].filter((row) => !row.deleted).length]),
        ),
      ),
    searchRecords: async (words, limit) =>
      ok(
        ferrySchema.entities
          .flatMap((entity) =>
            windowOf(entity.table, rowsOf(entity.table), { search: words }, { limit: 8 }).rows.map((row) => ({
              table: entity.table,
              id: row.id,
              title: String(row.data[entity.title]),
              detail: String(row.data.city ?? row.data.period ?? ''),
            })),
          )
          .slice(0, limit ?? 20),
      ),
    findPlaces: async (table, words) =>
      ok(
        windowOf(table, rowsOf(table), { search: words.at(-1) ?? '' }, { limit: 8 }).rows.map((row) => ({
          id: row.id,
          title: String(row.data[ferrySchema.entity(table)?.title ?? '']),
          owner: '',
          matched: words.map((_, index) => ({ index, isWhole: true, isOwner: false })),
          isClosed: false,
          due: null,
        })),
      ),
    listDeadlines: async (query) => ok(deadlinesOf(desk, query)),
    deleteWithDependants: async (table, ids) =>
      allOk(
        ids
          .flatMap((id) => [...dependants(table, id), { table, id }])
          .map((each) => desk.write(each.table, 'delete', each.id, {})),
      ),
    countDependants: async (table, ids) => {
      const found = ids.flatMap((id) => dependants(table, id));
      return ok(
        Object.fromEntries(
          Object.entries(Object.groupBy(found, (each) => each.table)).map(([child, all]) => [child, all?.length ?? 0]),
        ),
      );
    },
    undoChanges: async (ids) => {
      const changes = ids.flatMap((id) => findChange(id) ?? desk.done.get(id) ?? []);
      return allOk(changes.reverse().map(opposite));
    },
    listImports: async () => ok([]),
    undoImport: async () => ok({ undone: 0, kept: 0 }),
    getStatus: async () => ok(desk.status()),
    pauseSync: async (until) => {
      desk.pause(until);
      return nothing;
    },
    markBroughtBackSeen: async () => nothing,
    resumeSync: async () => {
      desk.pause(undefined);
      return nothing;
    },
    retryChange: async (changeId) => {
      const change = findChange(changeId);
      if (change === undefined) return unknownChange();
      Object.assign(change, { state: 'pending', lastError: null });
      desk.emitStatus();
      return ok(change);
    },
    editParkedChange: async (changeId, data: RecordData) => {
      const change = findChange(changeId);
      if (change === undefined) return unknownChange();
      Object.assign(change, { state: 'pending', lastError: null, data });
      desk.emitStatus();
      return ok(change);
    },
    discardChange: async (changeId) => {
      const change = findChange(changeId);
      if (change === undefined) return unknownChange();
      desk.outbox.splice(desk.outbox.indexOf(change), 1);
      desk.done.set(changeId, change);
      desk.emitStatus();
      return ok([changeId]);
    },
    restoreDiscardedChange: async (changeId) => {
      const change = desk.done.get(changeId);
      if (change === undefined) return unknownChange();
      desk.outbox.push(change);
      desk.emitStatus();
      return ok([changeId]);
    },
    getOrphan: async () => ok(null),
    settleOrphan: async () => unknownChange(),
    undoOrphan: async () => nothing,
    exportChanges: async () => ok(JSON.stringify(desk.outbox, null, 2)),
    listConflicts: async (filter) =>
      ok(
        desk.conflicts.filter(
          ({ resolution, recordId }) =>
            (filter?.isOpen === false || resolution === null) && (filter?.recordId ?? recordId) === recordId,
        ),
      ),
    resolveConflict: async (id, resolution) => {
      const conflict = desk.conflicts.find(({ conflictId }) => conflictId === id);
      if (conflict === undefined) return failed({ code: 'conflict.unknown', action: 'none' });
      Object.assign(conflict, { resolution: resolution.choice, resolvedAt: Date.now() });
      desk.emitStatus();
      return ok(conflict);
    },
    resolveConflictsAlike: async (id, choice) => {
      const field = desk.conflicts.find(({ conflictId }) => conflictId === id)?.fields[0]?.field;
      const alike = desk.conflicts.filter((each) => each.resolution === null && each.fields[0]?.field === field);
      for (const each of alike) Object.assign(each, { resolution: choice, resolvedAt: Date.now() });
      desk.emitStatus();
      return ok(alike.map(({ conflictId }) => conflictId));
    },
    undoResolution: async (id) => {
      const conflict = desk.conflicts.find(({ conflictId }) => conflictId === id);
      if (conflict === undefined) return failed({ code: 'conflict.unknown', action: 'none' });
      Object.assign(conflict, { resolution: null, resolvedAt: null });
      desk.emitStatus();
      return ok(conflict);
    },
    getHistory: async () => ok(fakeHistory()),
    getActivity: async (table, id) => ok({ entries: fakeActivity(desk, table, id), next: null }),
    restoreState: async () => ok(null),
    getSession: async () => ok(session),
    checkServer: async (server) =>
      /^https?:\/\/\S+/.test(server)
        ? ok({ server })
        : failed({
            code: 'network.failed',
            action: 'checkServer',
          }),
    signIn: async ({ password }) => {
      if (password !== 'sample') return failed({ code: 'auth.invalid', action: 'fix' });
      setSession(signedIn);
      return ok(signedIn);
    },
    startAlone: async ({ name, firm }) => {
      const alone = { ...signedIn, kind: 'alone', server: '', firm: { id: 'f-1', name: firm } } as const;
      setSession({ ...alone, person: { ...person, name } });
      return ok(session ?? signedIn);
    },
    lookAround: async () => {
      setSession({ ...signedIn, kind: 'sample', server: '' });
      return ok(session ?? signedIn);
    },
    ...fakePeople({ signedIn: () => signedIn, signIn: () => setSession(signedIn) }),
    signInToProxy: async () => nothing,
    getNotices: async () => ok('react 19.0.0 (MIT)'),
    getLock: async () => ok(null),
    saveUnsentWork: async () => ok('/home/ana/ferry-unsent.json'),
    signOut: async () => {
      setSession(null);
      return nothing;
    },
    getSettings: async () => ok(settings),
    listFileProblems: async () => ok([]),
    dismissFileProblems: async () => nothing,
    getQuickShortcut: async () => ok('off'),
    hideQuickAdd: async () => nothing,
    printPage: async () => ok('printed'),
    savePdf: async (name) => ok(name),
    updateSettings: async (patch) => {
      settings = settingsSchema.parse({ ...settings, ...patch });
      settingsListeners.emit(settings);
      return ok(settings);
    },
    listRecent: async () => ok([]),
    setPreference: async (change) => {
      settings = withPreference(settings, preferenceChangeSchema.parse(change));
      settingsListeners.emit(settings);
      return ok(settings);
    },
    getUpdateState: async () => ok({ kind: 'unchecked' as const }),
    checkForUpdate: async () => ok({ kind: 'unchecked' as const }),
    installUpdate: async () => ok({ kind: 'unchecked' as const }),
    takeLink: async () => ok(null),
    postponeUpdate: async () => ok({ kind: 'unchecked' as const }),
    getAppInfo: async () =>
      ok({
        version: '0.1.0',
        platform: 'linux',
        language: options.locale ?? 'en-GB',
        region: options.region ?? '',
        defaultServer: 'http://127.0.0.1:4300',
        deviceId: '01890000-d000-7000-8000-000000000001',
        dataFolder: '/home/ana/.config/Ferry',
      }),
    summariseRecords: async (table, query, field) => {
      const page = windowOf(table, rowsOf(table), query, { limit: 500 });
      const values = page.rows.map(({ data }) => data[field]);
      const groups = [...new Set(values)].map((value) => ({
        value: typeof value === 'string' || typeof value === 'number' ? value : null,
        count: values.filter((other) => other === value).length,
      }));
      return ok({ groups });
    },
    recentChanges: async () => ok(fakeRecentChanges(desk)),
    getDrafts: async () => ok([]),
    putDraft: async () => nothing,
    listReceipts: async () => ok(fakeReceipts(desk)),
    saveFile: async ({ name }) => ok(`/home/ana/Documents/${name}`),
    listBackups: async () => ok(fakeBackups()),
    createBackup: async () => ok(fakeBackups()[0] as ReturnType<typeof fakeBackups>[number]),
    restoreBackup: async () => nothing,
    listSalvageReports: async () => ok([]),
    markSalvageSeen: async () => nothing,
    listSetAside: async () => ok([]),
    lookIntoSetAside: async () => nothing,
    repairData: async () => nothing,
    onStatus: desk.statusListeners.add,
    onRecords: desk.recordListeners.add,
    onSession: sessions.add,
    onSettings: settingsListeners.add,
    onUpdate: updates.add,
    onNavigate: navigation.add,
  };
  return { bridge, desk };
}
