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

/** Editing of single records: field by field, and new ones that save themselves as soon as they may. */
export function createEditing({ store, drafts, records, changes }: Deps) {
  const queues = new Map<RecordKey, Promise<unknown>>();

  /** One save after the other for each record: an update must not overtake the insert before it. */
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

  /** Inserts a new record once everything it must have is there. */
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
    // What is not saved must not stand there as if it were, even when main cannot say what is.
    if (known !== undefined) records.put([known]);
    await records.load(table, id);
    return answer.error;
  }

  return {
    /**
     * Begins a record that is saved as soon as its required fields are valid; pressed twice, it goes on with the first.
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

    /** Saves a new record that is whole as it is. Returns its id, or null where it could not be saved; the message is on screen. */
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

    /** Whoever goes away from a new record without having put anything into it leaves none behind. */
    leave(table: string, id: string): void {
      const draft = drafts.get(table, id);
      if (draft !== undefined && drafts.isUntouched(draft)) drafts.drop(table, id);
    },

    /** Throws a record away that was never saved; it can be brought back. */
    discard(table: string, id: string): void {
      const draft = drafts.get(table, id);
      if (draft === undefined) return;
      drafts.drop(table, id);
      if (drafts.isUntouched(draft)) return;
      changes.offerUndo({ key: 'record.draftDiscarded' }, async () => ok(drafts.begin(draft)));
    },

    /**
     * Saves one valid value.
     * @param seen what the person had before their eyes when they began to change it
     * @param isRetry a failure was shown before, and is not shown again
     * @returns null where it is saved, else why not; the message is on screen
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

    /** The labels-to-be of required fields a new record still misses. */
    missingFields(table: string, data: RecordData): string[] {
      const fields = ferrySchema.entity(table)?.fields ?? {};
      return Object.keys(fields).filter((name) => fields[name]?.required === true && isEmptyValue(data[name]));
    },

    settled: (table: string, id: string): Promise<unknown> => queues.get(recordKey(table, id)) ?? Promise.resolve(),
  };
}

export type Editing = ReturnType<typeof createEditing>;
