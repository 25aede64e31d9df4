import { FerryFailure } from '#app/contract/errors.ts';
import type { CachedRecord } from '#app/contract/lists.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { DeskOperations } from '#app/sync/desk-types.ts';
import type { SeededRandom } from '../../simulation/random.ts';
import type { LedgerChange, Screen } from '../ledger.ts';
import type { LedgerWriter } from './ledger-writer.ts';

/** Refusals a person may meet while doing their work; anything else is a fault of the desk. */
const ORDINARY = /^(record|reference|change|conflict|validation)\.|^store\.(diskFull|busy)$|^auth\.required$/;
const TABLES = ['clients', 'engagements', 'tasks', 'tasks'] as const;
/** Beyond this people edit what there is, so that they meet in the same records. */
const ENOUGH: Readonly<Record<string, number>> = { clients: 6, engagements: 6, tasks: 10 };
/** Tasks of this name are counters: every desk adds to them, nobody deletes them. */
export const COUNTER = 'counter-';

export interface People {
  /** One thing a person does. @throws what is no ordinary refusal. */
  act(): Promise<void>;
}

/** What staff do all day, chosen by chance. Every text they write holds a token that stands nowhere else. */
export function createPeople(
  name: string,
  operations: DeskOperations,
  ledger: LedgerWriter,
  random: SeededRandom,
  nextNumber: () => number,
): People {
  const token = (): string => `~${name}${String(nextNumber()).padStart(6, '0')}~`;
  const newId = (table: string): string => `${table.slice(0, 1)}-${name}-${nextNumber()}`;
  let form: CachedRecord | null = null;
  let undoable: { changeId: string; recordId: string }[][] = [];

  async function live(table: string): Promise<CachedRecord[]> {
    const page = await operations.listRecords(table, { filters: [], search: '', sort: null }, { limit: 100 });
    return page.rows;
  }
  async function everything(): Promise<CachedRecord[]> {
    return (await Promise.all(['clients', 'engagements', 'tasks'].map(live))).flat();
  }
  async function anyRecord(): Promise<CachedRecord | undefined> {
    const rows = await live(random.pick(TABLES));
    return random.pickAny(rows.filter(({ id }) => !id.startsWith(COUNTER)));
  }

  async function perform(
    act: string,
    screens: readonly CachedRecord[],
    changes: LedgerChange[],
    work: () => unknown,
    shown?: unknown,
  ): Promise<void> {
    const n = ledger.begin(act, screens.map(toScreen), changes, shown);
    try {
      const result = await work();
      const saved = isQueued(result) ? result.map(toLedgerChange) : changes;
      ledger.saved(n, saved);
      // Whoever goes on with the record has it before them anew.
      if (saved.some(({ recordId }) => recordId === form?.id)) form = null;
      if (act === 'edit' && saved.every(({ recordId }) => !recordId.startsWith(COUNTER))) remember(saved);
      if (act === 'delete') remember(saved);
    } catch (thrown) {
      if (!(thrown instanceof FerryFailure) || !ORDINARY.test(thrown.error.code)) throw thrown;
      ledger.failed(n, thrown.error.code);
    }
  }
  function remember(changes: readonly LedgerChange[]): void {
    const done = changes.flatMap(({ changeId, recordId }) => (changeId ? [{ changeId, recordId }] : []));
    undoable = [...undoable, done].slice(-4);
  }

  async function insert(): Promise<void> {
    const table = random.pick(TABLES);
    if ((await live(table)).length >= (ENOUGH[table] ?? 0)) return update();
    const parent =
      table === 'clients' ? null : random.pickAny(await live(table === 'tasks' ? 'engagements' : 'clients'));
    if (parent === undefined) return;
    const recordId = newId(table);
    const link = parent && { [table === 'tasks' ? 'engagementId' : 'clientId']: parent.id };
    const title = table === 'clients' ? 'name' : 'title';
    const data = { [title]: token(), notes: `${token()}\n`, ...link };
    await perform('edit', parent ? [parent] : [], [{ table, operation: 'insert', recordId, data }], () =>
      queueOne(table, 'insert', recordId, data),
    );
  }
  async function queueOne(...args: Parameters<DeskOperations['queueChange']>): Promise<QueuedChange[]> {
    return [await operations.queueChange(...args)];
  }

  /** Fields of every policy that joins or asks: mine, ask, union, text. */
  function edited({ table, data }: CachedRecord): RecordData {
    const title = table === 'clients' ? 'name' : 'title';
    const choices: (() => RecordData)[] = [
      () => ({ [title]: token() }),
      () => ({ tags: toggled(data.tags) }),
      () => ({ notes: rewritten(data.notes) }),
      () => ({ notes: rewritten(data.notes) }),
    ];
    if (table === 'clients')
      choices.push(
        () => ({ taxId: token() }),
        () => ({ city: token(), street: token() }),
      );
    if (table === 'engagements') choices.push(() => ({ period: token() }));
    return Object.assign({}, random.pick(choices)(), random.chance(0.2) ? random.pick(choices)() : {});
  }
  function toggled(value: unknown): string[] {
    const tags = Array.isArray(value) ? value.map(String) : [];
    if (tags.length < 6 && random.chance(0.7)) return [...tags, token()];
    return tags.filter((_, index) => index !== tags.length - 1);
  }
  function rewritten(value: unknown): string {
    const lines = typeof value === 'string' ? value.split('\n').filter((line) => line !== '') : [];
    const place = random.between(0, Math.max(0, lines.length - 1));
    if (lines.length < 8 || random.chance(0.4)) lines.splice(random.between(0, lines.length), 0, token());
    else if (random.chance(0.5)) lines.splice(place, 1, `${token()} ${token()}`);
    else lines[place] = `${lines[place]} ${token()}`;
    return `${lines.slice(-12).join('\n')}\n`;
  }

  async function update(): Promise<void> {
    const record = await anyRecord();
    if (record) await save(record, false);
  }
  async function save(record: CachedRecord, isStale: boolean): Promise<void> {
    const { table, id: recordId, data: before, version } = record;
    const data = edited(record);
    const base = Object.fromEntries(Object.keys(data).map((field) => [field, before[field] ?? null]));
    const seen = isStale || random.chance(0.5) ? { base, baseVersion: version } : undefined;
    await perform('edit', [record], [{ table, operation: 'update', recordId, data }], () =>
      queueOne(table, 'update', recordId, data, seen),
    );
  }
  async function count(): Promise<void> {
    const counter = random.pickAny((await live('tasks')).filter(({ id }) => id.startsWith(COUNTER)));
    if (!counter) return;
    const data = { minutesSpent: Number(counter.data.minutesSpent ?? 0) + random.between(1, 9) };
    await perform('edit', [counter], [{ table: 'tasks', operation: 'update', recordId: counter.id, data }], () =>
      queueOne('tasks', 'update', counter.id, data),
    );
  }
  async function saveSeveral(): Promise<void> {
    const found = await Promise.all([anyRecord(), anyRecord(), anyRecord()]);
    const records = [...new Map(found.flatMap((each) => (each ? [[each.id, each]] : []))).values()];
    if (records.length === 0) return;
    const changes = records.map((record) => ({
      table: record.table,
      operation: 'update' as const,
      recordId: record.id,
      data: edited(record),
    }));
    await perform('edit', records, changes, () => operations.queueChanges(changes));
  }
  async function remove(): Promise<void> {
    const record = await anyRecord();
    if (!record) return;
    const screens = await everything();
    // What counts must stay, and so must all it belongs to.
    if (screens.some(({ id, data }) => id.startsWith(COUNTER) && belongsTo(screens, data, record.id))) return;
    // Nobody can ask a desk that is killed meanwhile what went with it.
    const gone = screens.filter(({ id, data }) => id === record.id || belongsTo(screens, data, record.id));
    const changes = gone.map(({ table, id }) => ({ table, operation: 'delete', recordId: id, data: {} }));
    await perform('delete', screens, changes, () => operations.deleteWithDependants(record.table, [record.id]));
  }
  async function undo(): Promise<void> {
    const undone = undoable.pop();
    if (!undone) return;
    const changeIds = undone.map(({ changeId }) => changeId);
    await perform('undo', await everything(), [], () => operations.undoChanges(changeIds), { undone });
  }
  async function resolve(): Promise<void> {
    const conflict = random.pickAny(await operations.listConflicts({ isOpen: true }));
    if (!conflict) return;
    const { conflictId, table, recordId, fields } = conflict;
    const choice = random.pick(['mine', 'theirs'] as const);
    const chosen = fields.filter(({ field, kept }) => field !== '*' && !same(kept, choice));
    const data = Object.fromEntries(chosen.map((each) => [each.field, each[choice]]));
    await perform(
      'resolve',
      await everything(),
      [{ table, operation: 'update', recordId, data }],
      () => operations.resolveConflict(conflictId, { choice }),
      { recordId, fields },
    );
  }
  async function handleParked(): Promise<void> {
    const parked = await operations.getPendingChanges({ limit: 50, states: ['parked'] });
    const change = random.pickAny(parked);
    if (!change) return;
    if (random.chance(0.6)) {
      const { changeId, recordId, data } = change;
      const shown = { changeId, recordId, data };
      await perform('retry', [], [], async () => void (await operations.retryChange(changeId)), shown);
      return;
    }
    const shown = parked.map(({ changeId, recordId, data }) => ({ changeId, recordId, data }));
    await perform('discard', [], [], async () => void (await operations.discardChange(change.changeId)), shown);
  }

  const acts: [number, () => Promise<void>][] = [
    [10, insert],
    [40, update],
    [14, count],
    [5, saveSeveral],
    [3, remove],
    [3, undo],
    [6, resolve],
    [3, handleParked],
    [
      6,
      async () => {
        form ??= (await anyRecord()) ?? null;
      },
    ],
    [
      6,
      async () => {
        const opened = form;
        form = null;
        if (opened) await save(opened, true);
      },
    ],
  ];
  return { act: () => random.weighted(acts)[1]() };
}

function belongsTo(all: readonly CachedRecord[], data: RecordData, recordId: string): boolean {
  const parentId = data.engagementId ?? data.clientId;
  if (typeof parentId !== 'string') return false;
  const parent = all.find(({ id }) => id === parentId);
  return parentId === recordId || (parent !== undefined && belongsTo(all, parent.data, recordId));
}

function same(value: unknown, other: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(other);
}

function toScreen({ table, id, data, deleted }: CachedRecord): Screen {
  return { table, recordId: id, data: deleted ? null : data };
}

function isQueued(result: unknown): result is QueuedChange[] {
  return Array.isArray(result) && result.every((each) => typeof each === 'object' && 'changeId' in each);
}

function toLedgerChange({ changeId, table, operation, recordId, data }: QueuedChange): LedgerChange {
  return { changeId, table, operation, recordId, data };
}
