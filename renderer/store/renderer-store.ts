import { createChanges } from './changes.ts';
import { createDrafts } from './drafts.ts';
import { createEditing } from './editing.ts';
import type { FerryClient } from './ferry-client.ts';
import { createFieldEdits } from './field-edits.ts';
import { createListWindows } from './list-windows.ts';
import { createNotices } from './notices.ts';
import { createPreferences, type KeptText } from './preferences.ts';
import { startProjection } from './projection.ts';
import { createRecords } from './records.ts';
import { startSaveRetries } from './save-retries.ts';
import { createStateStore } from './state-store.ts';
import { createUndoStack } from './undo-stack.ts';

interface Deps {
  client: FerryClient;
  storage: KeptText;
  /** Whether this window keeps what is typed into records; only one may. */
  keepsDrafts?: boolean;
}

/** Everything the screens use; `dispose` stops listening to main. */
export function createRendererStore({ client, storage, keepsDrafts = true }: Deps) {
  const store = createStateStore();
  const notices = createNotices(store);
  const records = createRecords({ client, store, fail: notices.fail });
  const lists = createListWindows({ client, store, records });
  const changes = createChanges({ client, notices, undoStack: createUndoStack({ store, notices }) });
  const drafts = createDrafts({ store, client, notices });
  const editing = createEditing({ store, drafts, records, changes });
  const fieldEdits = createFieldEdits({ store, drafts, editing });
  const preferences = createPreferences(storage);
  const stopProjection = startProjection({
    ...{ client, store, records, lists, notices },
    drafts: keepsDrafts ? drafts : null,
  });
  const stopRetries = startSaveRetries(store, fieldEdits);
  const dispose = () => {
    stopRetries();
    stopProjection();
  };
  return { client, store, notices, records, lists, changes, drafts, editing, fieldEdits, preferences, dispose };
}

export type RendererStore = ReturnType<typeof createRendererStore>;
