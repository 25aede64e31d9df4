import { ferrySchema } from '#app/schema/index.ts';
import type { FerryClient } from '../client/ferry-client.ts';
import type { DeskStore } from './desk-store.ts';
import {
  type DeskState,
  type FieldDraft,
  type RecordDraft,
  type RecordKey,
  recordDraftSchema,
  recordKey,
} from './state.ts';

/** Drafts are kept by record under this name, so that those of new records can be found again too. */
const ALL_RECORDS = '*';

/** Unsaved words, kept by main over restarts so that nothing typed is lost: not by closing, not by a crash. */
export function createDrafts(store: DeskStore, client: FerryClient) {
  let kept: DeskState['drafts'] = {};

  function change(key: RecordKey, next: (draft: RecordDraft | undefined) => RecordDraft | null) {
    store.setState(({ drafts }) => {
      const { [key]: known, ...rest } = drafts;
      const draft = next(known);
      const isWorthKeeping = draft !== null && (draft.isNew || Object.keys(draft.fields).length > 0);
      return { drafts: isWorthKeeping ? { ...rest, [key]: draft } : rest };
    });
  }

  return {
    async restore() {
      const answers = await Promise.all(ferrySchema.entities.map(({ table }) => client.getDrafts(table, ALL_RECORDS)));
      const found = answers.flatMap((answer) => (answer.ok ? answer.value : []));
      const drafts = found.flatMap(({ value }) => {
        const draft = recordDraftSchema.safeParse(value);
        return draft.success ? [draft.data] : [];
      });
      kept = Object.fromEntries(drafts.map((draft) => [recordKey(draft.table, draft.id), draft]));
      store.setState((state) => ({ drafts: { ...kept, ...state.drafts } }));
    },
    /** Hands what changed since the last time to main. */
    persist() {
      const { drafts } = store.getState();
      const keys = new Set([...Object.keys(kept), ...Object.keys(drafts)]) as Set<RecordKey>;
      for (const key of keys) {
        if (kept[key] === drafts[key]) continue;
        const [table = '', id = ''] = key.split('/');
        void client.putDraft(table, ALL_RECORDS, id, drafts[key] ?? null);
      }
      kept = drafts;
    },
    get: (table: string, id: string): RecordDraft | undefined => store.getState().drafts[recordKey(table, id)],
    begin(draft: RecordDraft) {
      change(recordKey(draft.table, draft.id), () => draft);
    },
    keepField(table: string, id: string, field: string, words: FieldDraft) {
      change(recordKey(table, id), (draft) => ({
        ...(draft ?? { table, id, isNew: false, data: {} }),
        fields: { ...draft?.fields, [field]: words },
      }));
    },
    dropField(table: string, id: string, field: string) {
      change(recordKey(table, id), (draft) => {
        if (draft === undefined) return null;
        const { [field]: _gone, ...fields } = draft.fields;
        return { ...draft, fields };
      });
    },
    update(table: string, id: string, patch: Partial<Pick<RecordDraft, 'isNew' | 'data'>>) {
      change(recordKey(table, id), (draft) => (draft === undefined ? null : { ...draft, ...patch }));
    },
    drop(table: string, id: string) {
      change(recordKey(table, id), () => null);
    },
    dropAll() {
      store.setState({ drafts: {} });
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
