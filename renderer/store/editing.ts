import { v7 as uuidv7 } from 'uuid';
import { type FerryError, ok } from '#app/contract/errors.ts';
import type { Seen } from '#app/contract/operations.ts';
import { type RecordKey, recordKey } from '#app/contract/record-key.ts';
import { ferrySchema, type JsonValue, type RecordData, sameJson, withInitialValues } from '#app/schema/index.ts';
import { isEmptyValue } from '#app/text/index.ts';
import type { Changes } from './changes.ts';
import type { Drafts } from './drafts.ts';
import type { Records } from './records.ts';
import type { RendererStateStore } from './state-store.ts';

interface Deps {
  store: RendererStateStore;
  drafts: Drafts;
  records: Records;
  changes: Changes;
}

/** Editing single records: by field, and new ones that save themselves as soon as they are valid. */
export function createEditing({ store, drafts, records, changes }: Deps) {
  const queues = new Map<RecordKey, Promise<unknown>>();

  /** Serialises the saves of a record: an update must not overtake its insert. */
  function inOrder<T>(key: RecordKey, task: () => Promise<T>): Promise<T> {
    const next = (queues.get(key) ?? Promise.resolve()).then(task);
    queues.set(
      key,
      next.catch(() => undefined),
    );
    return next;
  }

  function showAtOnce(table: string, id: string, data: RecordData) {
    const known = store.getState().records[recordKey(table, id)];
    records.put([
      {
        table,
        id,
        version: known?.version ?? 0,
        deleted: false,
        badge: known === undefined || known.badge === 'synced' ? 'pending' : known.badge,
        data: { ...known?.data, ...data },
      },
    ]);
  }

  /** Inserts a new record once its required fields are valid. */
  async function insertIfComplete(table: string, id: string, isRetry: boolean): Promise<FerryError | null> {
    const draft = drafts.get(table, id);
    const entity = ferrySchema.entity(table);
    if (draft === undefined || entity === undefined || !entity.record.safeParse(draft.data).success) return null;
    const title = String(draft.data[entity.title] ?? '');
    const change = { table, operation: 'insert' as const, recordId: id, data: draft.data };
    const answer = await changes.save(change, { key: 'record.created', values: { title } }, isRetry);
    if (!answer.ok) return answer.error;
    showAtOnce(table, id, draft.data);
    drafts.update(table, id, { isNew: false });
    return null;
  }

  async function update(
    table: string,
    id: string,
    field: string,
    value: JsonValue,
    seen: Seen,
    isRetry: boolean,
  ): Promise<FerryError | null> {
    const known = store.getState().records[recordKey(table, id)];
    const before = known?.data[field] ?? null;
    if (sameJson(before, value) && sameJson(seen.base[field], value)) return null;
    showAtOnce(table, id, { [field]: value });
    const change = { table, operation: 'update' as const, recordId: id, data: { [field]: value }, seen };
    const answer = await changes.save(change, null, isRetry);
    if (answer.ok) return null;
    // An unsaved value must not look saved, even if main cannot be asked.
    if (known !== undefined) records.put([known]);
    await records.load(table, id);
    return answer.error;
  }

  return {
    /**
     * Starts a record that is saved once its required fields are valid; a second call continues the first one.
     * @returns its id
     */
    begin(table: string, preset: RecordData = {}): string {
      const entity = ferrySchema.entity(table);
      if (entity === undefined) throw new Error(`Ferry keeps no ${table}.`);
      const data = withInitialValues(entity, preset);
      const id = drafts.untouched(table, data)?.id ?? uuidv7();
      drafts.begin({ table, id, isNew: true, data, fields: {} });
      return id;
    },

    /** Saves a complete new record. Returns its id, or null if that failed; the message is shown. */
    async add(table: string, data: RecordData): Promise<string | null> {
      const entity = ferrySchema.entity(table);
      if (entity === undefined) throw new Error(`Ferry keeps no ${table}.`);
      const id = uuidv7();
      const whole = withInitialValues(entity, data);
      const title = String(whole[entity.title] ?? '');
      const change = { table, operation: 'insert' as const, recordId: id, data: whole };
      const answer = await changes.save(change, { key: 'record.created', values: { title } });
      if (!answer.ok) return null;
      showAtOnce(table, id, whole);
      return id;
    },

    /** Discards a new record that is left untouched. */
    leave(table: string, id: string): void {
      const draft = drafts.get(table, id);
      if (draft !== undefined && drafts.isUntouched(draft)) drafts.drop(table, id);
    },

    /** Discards a record that was never saved; can be undone. */
    discard(table: string, id: string): void {
      const draft = drafts.get(table, id);
      if (draft === undefined) return;
      drafts.drop(table, id);
      if (drafts.isUntouched(draft)) return;
      changes.offerUndo({ key: 'record.draftDiscarded' }, async () => ok(drafts.begin(draft)));
    },

    /**
     * Saves one valid value.
     * @param seen the value and version the person saw when they started editing
     * @param isRetry an earlier failure is visible already, so do not show it again
     * @returns null if saved, else the error; the message is shown
     */
    saveField(
      table: string,
      id: string,
      field: string,
      value: JsonValue,
      seen: Seen,
      isRetry = false,
    ): Promise<FerryError | null> {
      return inOrder(recordKey(table, id), () => {
        const draft = drafts.get(table, id);
        if (draft?.isNew !== true) return update(table, id, field, value, seen, isRetry);
        drafts.update(table, id, { data: { ...draft.data, [field]: value } });
        return insertIfComplete(table, id, isRetry);
      });
    },

    /** Required fields that a new record still lacks. */
    missingFields(table: string, data: RecordData): string[] {
      const fields = ferrySchema.entity(table)?.fields ?? {};
      return Object.keys(fields).filter((name) => fields[name]?.required === true && isEmptyValue(data[name]));
    },

    settled: (table: string, id: string): Promise<unknown> => queues.get(recordKey(table, id)) ?? Promise.resolve(),
  };
}

export type Editing = ReturnType<typeof createEditing>;
