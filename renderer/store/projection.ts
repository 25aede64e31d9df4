import type { Result } from '#app/contract/errors.ts';
import type { RecordsChanged } from '#app/contract/events.ts';
import { startDraftKeeping } from './draft-keeping.ts';
import type { Drafts } from './drafts.ts';
import type { FerryClient } from './ferry-client.ts';
import type { ListWindows } from './list-windows.ts';
import type { Notices } from './notices.ts';
import type { Records } from './records.ts';
import type { RendererState } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

/** Minimum delay between list reloads while changes arrive one by one. */
const REFRESH_DELAY_MS = 40;

interface Deps {
  client: FerryClient;
  store: RendererStateStore;
  records: Records;
  lists: ListWindows;
  /** Null: drafts are neither read nor kept. */
  drafts: Drafts | null;
  notices: Notices;
}

/** Mirrors main: reads everything once, then listens. Returns the unsubscribe function. */
export function startProjection({ client, store, records, lists, drafts, notices }: Deps): () => void {
  const changed = new Map<string, string[] | null>();
  let refreshTimer: ReturnType<typeof setTimeout> | undefined;

  async function refresh() {
    refreshTimer = undefined;
    const collected = [...changed];
    changed.clear();
    for (const [table, ids] of collected) {
      lists.refresh(table);
      void records.refresh(table, ids);
    }
    await readCounts();
  }

  async function readCounts() {
    const answer = await client.countRecords();
    if (answer.ok) store.setState({ counts: answer.value });
  }

  function onRecords(changes: RecordsChanged[]) {
    for (const { table, ids } of changes) {
      const known = changed.has(table) ? changed.get(table) : [];
      changed.set(table, known === null || known === undefined || ids === null ? null : [...known, ...ids]);
    }
    refreshTimer ??= setTimeout(() => void refresh(), REFRESH_DELAY_MS);
  }

  function take<T>(answer: Promise<Result<T>>, patch: (value: T) => Partial<RendererState>): Promise<void> {
    return answer.then((result) => {
      if (result.ok) store.setState(patch(result.value));
      else notices.fail(result.error);
    });
  }

  function readAppInfo() {
    void take(client.getAppInfo(), (appInfo) => ({ appInfo }));
  }

  function becomeUsable() {
    notices.usable();
    // Only the opened data knows the device's id.
    readAppInfo();
  }

  const stops = [
    client.onStatus((status) => {
      const before = store.getState().status?.regions.store ?? 'ok';
      store.setState({ status });
      if (before !== 'ok' && status.regions.store === 'ok') becomeUsable();
      if (status.display.kind === 'upToDate') notices.connected();
    }),
    client.onRecords(onRecords),
    client.onSession((session) => {
      // One person's actions are not the next one's to undo.
      const isSamePerson = session?.person.id === store.getState().session?.person.id;
      store.setState(isSamePerson ? { session } : { session, undoable: [], redoable: [] });
      // The same person's drafts stay; records are cleared if nobody may see them.
      if (session === null) {
        records.forgetAll();
        store.setState({ counts: {}, notices: [] });
      } else if (!isSamePerson) void readCounts();
    }),
    client.onSettings((settings) => store.setState({ settings })),
    client.onUpdate((update) => store.setState({ update })),
    drafts === null ? () => undefined : startDraftKeeping(store, drafts),
  ];
  readAppInfo();
  void take(client.getSettings(), (settings) => ({ settings }));
  void take(client.getStatus(), (status) => ({ status }));
  void take(client.getUpdateState(), (update) => ({ update }));
  void take(client.getSession(), (session) => ({ session })).then(() => {
    // Without an answer there is no session to show records for; signing in asks again.
    if (store.getState().session === undefined) store.setState({ session: null });
  });
  void readCounts();
  return () => {
    clearTimeout(refreshTimer);
    for (const stop of stops) stop();
  };
}
