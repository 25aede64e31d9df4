import type { DeskStore } from './desk-store.ts';
import { type FieldDraft, type RecordDraft, type RecordKey, recordKey } from './state.ts';

/** The part of `localStorage` that is used. */
export interface KeptText {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const STORAGE_KEY = 'ferry.drafts';

/** Unsaved words, kept over restarts so that nothing typed is lost: not by closing, not by a crash. */
export function createDrafts(store: DeskStore, storage: KeptText) {
  function change(key: RecordKey, next: (draft: RecordDraft | undefined) => RecordDraft | null) {
    store.setState(({ drafts }) => {
      const { [key]: known, ...rest } = drafts;
      const draft = next(known);
      const isWorthKeeping = draft !== null && (draft.isNew || Object.keys(draft.fields).length > 0);
      return { drafts: isWorthKeeping ? { ...rest, [key]: draft } : rest };
    });
  }

  return {
    restore() {
      try {
        const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}');
        if (typeof kept === 'object' && kept !== null)
          store.setState({ drafts: kept as Record<RecordKey, RecordDraft> });
      } catch {
        // Unreadable drafts help nobody; the next one replaces them.
      }
    },
    persist() {
      try {
        storage.setItem(STORAGE_KEY, JSON.stringify(store.getState().drafts));
      } catch {
        // No room for this much text: it stays in memory, and on screen.
      }
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
