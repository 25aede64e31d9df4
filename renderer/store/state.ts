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

/** The loaded pages of a list query; total null: nothing has arrived yet. */
export interface WindowState {
  total: number | null;
  pages: Record<number, WindowPage>;
  error: FerryError | null;
}

const unsavedErrorSchema = z.object({ code: z.enum(ERROR_CODES), action: z.enum(ACTIONS) });

/** A draft of one field: invalid, or still being typed. */
const fieldDraftSchema = z.object({
  typed: z.string(),
  /** The value and version the person saw when they started. */
  base: z.json(),
  baseVersion: z.number(),
  /** Null during typing. */
  error: z.string().nullable(),
  /** The value being saved. */
  saving: z.object({ value: z.json() }).nullable().default(null),
  /** The valid value that could not be saved, and why; it is retried. */
  unsaved: z.object({ value: z.json(), error: unsavedErrorSchema }).nullable().default(null),
});
export type FieldDraft = z.infer<typeof fieldDraftSchema>;

/** The drafts of a record; `isNew` until its required fields are valid and it was inserted. */
export const recordDraftSchema = z.object({
  table: z.string(),
  id: z.string(),
  isNew: z.boolean(),
  /** Valid values of a record that is not inserted yet. */
  data: z.record(z.string(), z.json()),
  fields: z.record(z.string(), fieldDraftSchema),
});
export type RecordDraft = z.infer<typeof recordDraftSchema>;

/** A temporary message with at most one button. */
export interface Notice {
  id: string;
  tone: 'plain' | 'problem';
  message: { key: MessageKey; values?: MessageValues } | { error: FerryError };
  button: { label: MessageKey; press: () => void } | null;
}

/** Something that undo reverts. */
export interface UndoStep {
  undo(): Promise<UndoOutcome>;
}

/** `nothing`: others have changed everything since. A failure is shown already. */
type UndoOutcome =
  | { outcome: 'done'; again: UndoStep | null }
  | { outcome: 'nothing' }
  | { outcome: 'failed'; canTryAgain: boolean };

/** The state of the screens. Everything from main is a projection, patched by id; only drafts are original. */
export interface RendererState {
  /** Undefined until main answered. */
  session: Session | null | undefined;
  settings: Settings;
  appInfo: AppInfo | null;
  status: SyncStatus | null;
  update: UpdateState;
  counts: Record<string, number>;
  records: Record<RecordKey, CachedRecord>;
  /** Titles of records referenced by list rows; they came with the list. */
  titles: Record<RecordKey, string>;
  /** Titles of those records' parents. */
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
