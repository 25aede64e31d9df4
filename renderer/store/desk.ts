import type { FerryClient } from '../client/ferry-client.ts';
import { createChanges } from './changes.ts';
import { createDeskStore } from './desk-store.ts';
import { createDrafts } from './drafts.ts';
import { createEditing } from './editing.ts';
import { createFieldEdits } from './field-edits.ts';
import { createListWindows } from './list-windows.ts';
import { createNotices } from './notices.ts';
import { createPreferences, type KeptText } from './preferences.ts';
import { startProjection } from './projection.ts';
import { createRecords } from './records.ts';
import { createUndoStack } from './undo-stack.ts';

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
  const changes = createChanges({ client, notices, undoStack: createUndoStack({ store, notices }) });
  const drafts = createDrafts({ store, client, notices });
  const editing = createEditing({ store, drafts, records, changes });
  const fieldEdits = createFieldEdits({ store, drafts, editing });
  const preferences = createPreferences(storage);
  const dispose = startProjection({ client, store, records, lists, drafts, notices });
  return { client, store, notices, records, lists, changes, drafts, editing, fieldEdits, preferences, dispose };
}

export type Desk = ReturnType<typeof createDesk>;
