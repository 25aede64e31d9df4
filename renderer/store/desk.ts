import type { FerryClient } from '../client/ferry-client.ts';
import { createChanges } from './changes.ts';
import { createDeskStore } from './desk-store.ts';
import { createDrafts } from './drafts.ts';
import { createEditing } from './editing.ts';
import { createListWindows } from './list-windows.ts';
import { createNotices } from './notices.ts';
import { createPreferences, type KeptText } from './preferences.ts';
import { startProjection } from './projection.ts';
import { createRecords } from './records.ts';

interface Deps {
  client: FerryClient;
  storage: KeptText;
}

/** Everything the screens work with, assembled; `dispose` stops listening to main. */
export function createDesk({ client, storage }: Deps) {
  const store = createDeskStore();
  const notices = createNotices(store);
  const records = createRecords({ client, store, fail: notices.fail });
  const lists = createListWindows({ client, store, records });
  const changes = createChanges({ client, store, notices });
  const drafts = createDrafts(store, client);
  const editing = createEditing({ store, drafts, records, changes });
  const preferences = createPreferences(storage);
  const dispose = startProjection({ client, store, records, lists, drafts, notices });
  return { client, store, notices, records, lists, changes, drafts, editing, preferences, dispose };
}

export type Desk = ReturnType<typeof createDesk>;
