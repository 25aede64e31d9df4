import { type RecordKey, recordKey } from '#app/contract/record-key.ts';
import { ferrySchema, type RecordData, sameJson, withInitialValues } from '#app/schema/index.ts';
import type { FerryClient } from './ferry-client.ts';
import type { Notices } from './notices.ts';
import { type FieldDraft, type RecordDraft, recordDraftSchema } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

interface Deps {
  store: RendererStateStore;
  client: FerryClient;
  notices: Notices;
}

/**
 * Drafts, stored by main so that no typed text is lost when closing or crashing. Each person has their own; others do
 * not see them.
 */
export function createDrafts({ store, client, notices }: Deps) {
  let owner: string | null = null;
  /** What main has, or was last sent. */
  const kept = new Map<RecordKey, RecordDraft>();
  /** Initial values of new records. */
  const begun = new Map<RecordKey, RecordData>();
  /** Drafts that main could not store; reported once, not at every attempt. */
  const refused = new Set<RecordKey>();
  let isRefusalSaid = false;

  function change(key: RecordKey, next: (draft: RecordDraft | undefined) => RecordDraft | null) {
    store.setState(({ drafts }) => {
      const { [key]: known, ...rest } = drafts;
      const draft = next(known);
      const isWorthKeeping = draft !== null && (draft.isNew || Object.keys(draft.fields).length > 0);
      return { drafts: isWorthKeeping ? { ...rest, [key]: draft } : rest };
    });
  }

  /** Whether a new record has only its initial values: nothing to keep or lose. */
  function isUntouched(draft: RecordDraft): boolean {
    const entity = ferrySchema.entity(draft.table);
    if (!draft.isNew || entity === undefined || Object.keys(draft.fields).length > 0) return false;
    return sameJson(draft.data, begun.get(recordKey(draft.table, draft.id)) ?? withInitialValues(entity, {}));
  }

  /** In main's table: per person, each record is one entry. */
  async function hand(person: string, key: RecordKey, draft: RecordDraft | null) {
    const [table = ''] = key.split(':', 1);
    const id = key.slice(table.length + 1);
    const answer = await client.putDraft(table, person, id, draft);
    if (answer.ok || person !== owner) return;
    refused.add(key);
    if (!isRefusalSaid) notices.fail(answer.error);
    isRefusalSaid = true;
  }

  /** Sends main what changed, and again what it could not store. Returns whether main has everything. */
  async function persist(): Promise<boolean> {
    if (owner === null) return true;
    const { drafts } = store.getState();
    const handed: Promise<void>[] = [];
    for (const key of new Set([...kept.keys(), ...refused, ...Object.keys(drafts)]) as Set<RecordKey>) {
      const known = drafts[key];
      const draft = known !== undefined && isUntouched(known) ? undefined : known;
      if (kept.get(key) === draft && !refused.delete(key)) continue;
      if (draft === undefined) kept.delete(key);
      else kept.set(key, draft);
      handed.push(hand(owner, key, draft ?? null));
    }
    await Promise.all(handed);
    if (refused.size === 0) isRefusalSaid = false;
    return refused.size === 0;
  }

  /** A value that was being saved when the window closed has arrived if the record has it now. */
  async function settled(draft: RecordDraft): Promise<RecordDraft> {
    const answer = await client.getCachedEntity(draft.table, draft.id);
    const record = answer.ok && answer.value !== null && !answer.value.deleted ? answer.value : null;
    const fields = Object.entries(draft.fields).flatMap(([name, words]): [string, FieldDraft][] => {
      const { saving } = words;
      const isSaved = record !== null && saving !== null && sameJson(record.data[name], saving.value);
      return isSaved ? [] : [[name, { ...words, saving: null }]];
    });
    return { ...draft, isNew: draft.isNew && record === null, fields: Object.fromEntries(fields) };
  }

  async function read(person: string): Promise<RecordDraft[]> {
    const answers = await Promise.all(ferrySchema.entities.map(({ table }) => client.getDrafts(table, person)));
    for (const answer of answers) if (!answer.ok) notices.fail(answer.error);
    const found = answers.flatMap((answer) => (answer.ok ? answer.value : []));
    return found.flatMap(({ value }) => {
      const draft = recordDraftSchema.safeParse(value);
      return draft.success ? [draft.data] : [];
    });
  }

  return {
    persist,
    /** Hides the previous person's drafts and shows this person's. */
    async open(person: string | null) {
      if (person === owner) return;
      void persist();
      if (owner !== null) store.setState({ drafts: {} });
      owner = person;
      kept.clear();
      refused.clear();
      if (person === null) return;
      const found = await read(person);
      const drafts = await Promise.all(found.map(settled));
      if (person !== owner) return;
      for (const draft of found) kept.set(recordKey(draft.table, draft.id), draft);
      for (const draft of drafts) {
        if (!isUntouched(draft)) change(recordKey(draft.table, draft.id), (typed) => typed ?? draft);
      }
    },
    get: (table: string, id: string): RecordDraft | undefined => store.getState().drafts[recordKey(table, id)],
    isUntouched,
    /** A new record with these values that nobody has edited yet. */
    untouched: (table: string, data: RecordData): RecordDraft | undefined =>
      Object.values(store.getState().drafts).find(
        (draft) => draft.table === table && isUntouched(draft) && sameJson(draft.data, data),
      ),
    begin(draft: RecordDraft) {
      begun.set(recordKey(draft.table, draft.id), draft.data);
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
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
