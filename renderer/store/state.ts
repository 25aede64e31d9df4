import * as z from 'zod';
import { ACTIONS, ERROR_CODES, type FerryError } from '#app/contract/errors.ts';
import type { CachedRecord, Keyset } from '#app/contract/lists.ts';
import type { OperationOutput, Session } from '#app/contract/operations.ts';
import type { RecordKey } from '#app/contract/record-key.ts';
import { type Settings, settingsSchema } from '#app/contract/settings.ts';
import type { SyncStatus } from '#app/contract/status.ts';
import type { UpdateState } from '#app/contract/updates.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';

export type AppInfo = OperationOutput<'getAppInfo'>;

export interface WindowPage {
  ids: string[];
  last: Keyset | null;
}

/** The loaded pages of one list query; null total: nothing has arrived yet. */
export interface WindowState {
  total: number | null;
  pages: Record<number, WindowPage>;
  error: FerryError | null;
}

const unsavedErrorSchema = z.object({ code: z.enum(ERROR_CODES), action: z.enum(ACTIONS) });

/** What a person typed that is not saved: it is invalid, or they have not left the field yet. */
const fieldDraftSchema = z.object({
  typed: z.string(),
  /** The value and version the person saw when they began. */
  base: z.json(),
  baseVersion: z.number(),
  /** Null while they type. */
  error: z.string().nullable(),
  /** The value that is on its way to main. */
  saving: z.object({ value: z.json() }).nullable().default(null),
  /** The valid value that the disk did not take, and why; it is tried again until it does. */
  unsaved: z.object({ value: z.json(), error: unsavedErrorSchema }).nullable().default(null),
});
export type FieldDraft = z.infer<typeof fieldDraftSchema>;

/** The unsaved words of a record; `isNew` until its required fields are valid and it was inserted. */
export const recordDraftSchema = z.object({
  table: z.string(),
  id: z.string(),
  isNew: z.boolean(),
  /** Valid values of a record that is not inserted yet. */
  data: z.record(z.string(), z.json()),
  fields: z.record(z.string(), fieldDraftSchema),
});
export type RecordDraft = z.infer<typeof recordDraftSchema>;

/** A passing message with at most one button. */
export interface Notice {
  id: string;
  tone: 'plain' | 'problem';
  message: { key: MessageKey; values?: MessageValues } | { error: FerryError };
  button: { label: MessageKey; press: () => void } | null;
}

/** Something ⌘Z undoes. */
export interface UndoStep {
  undo(): Promise<UndoOutcome>;
}

/** `nothing`: somebody has changed it all since. A failure is on the screen already. */
type UndoOutcome =
  | { outcome: 'done'; again: UndoStep | null }
  | { outcome: 'nothing' }
  | { outcome: 'failed'; canTryAgain: boolean };

/** What the screens know. Everything from main is a projection, patched by id; nothing here is the only copy but drafts. */
export interface RendererState {
  /** Undefined until main answered. */
  session: Session | null | undefined;
  settings: Settings;
  appInfo: AppInfo | null;
  status: SyncStatus | null;
  update: UpdateState;
  counts: Record<string, number>;
  records: Record<RecordKey, CachedRecord>;
  /** Titles of records that those in lists refer to; they came with the list. */
  titles: Record<RecordKey, string>;
  /** Titles of what those belong to in turn. */
  parentTitles: Record<RecordKey, string>;
  windows: Record<string, WindowState>;
  drafts: Record<RecordKey, RecordDraft>;
  notices: Notice[];
  undoable: UndoStep[];
  redoable: UndoStep[];
}

export function initialState(): RendererState {
  return {
    session: undefined,
    settings: settingsSchema.parse({}),
    appInfo: null,
    status: null,
    update: { kind: 'unchecked' },
    counts: {},
    records: {},
    titles: {},
    parentTitles: {},
    windows: {},
    drafts: {},
    notices: [],
    undoable: [],
    redoable: [],
  };
}
