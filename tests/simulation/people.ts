import { FerryFailure } from '#app/contract/errors.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { CachedRecord } from '#app/contract/records.ts';
import type { RecordData } from '#app/schema/index.ts';
import type { Desk } from '#app/sync/desk-contract.ts';
import type { DeskHost } from './desk-host.ts';
import { ProcessDied } from './process-died.ts';
import type { World } from './world.ts';

/** Refusals a person may meet while doing their work; anything else is a fault of the desk. */
const ORDINARY = /^(record|reference|change|conflict|validation)\.|^store\.diskFull$|^auth\.required$/;
const TAGS = ['vip', 'late', 'new', 'tax', 'audit', 'hold'];
const MAX_RECORDS_A_TABLE = 8;

export interface People {
  /** One thing a person does at this desk; what was made of it shows in the desk's queue. */
  act(host: DeskHost): void;
}

/** These operations answer at once in the core; only the bridge makes promises of them. */
function atOnce<T>(value: T | Promise<T>): T {
  if (value instanceof Promise) throw new Error('This operation answers later.');
  return value;
}

/** What staff do all day, chosen by chance: every operation, every merge policy, all three tables. */
export function createPeople(world: World, whileDiscarding: (host: DeskHost, perform: () => void) => void): People {
  const random = world.random.fork('people');
  const forms = new Map<string, { record: CachedRecord; host: string }>();
  const doneAt = new Map<string, string[]>();
  const discards = new Map<string, string>();
  let counter = 0;

  const unique = (word: string): string => `${word}${++counter}`;
  const newId = (table: string): string => `${table.slice(0, 1)}-${++counter}-${random.between(0, 9999)}`;

  function live(desk: Desk, table: string): CachedRecord[] {
    return atOnce(desk.operations.listRecords(table, { filters: [], search: '', sort: null }, { limit: 100 })).rows;
  }

  function insertion(desk: Desk, table: string): NewChange | undefined {
    const recordId = newId(table);
    if (table === 'clients') {
      return {
        table,
        operation: 'insert',
        recordId,
        data: { name: unique('client'), tags: [random.pick(TAGS)], notes: 'start\n' },
      };
    }
    if (table === 'engagements') {
      const client = random.pickAny(live(desk, 'clients'));
      return (
        client && {
          table,
          operation: 'insert',
          recordId,
          data: { title: unique('work'), clientId: client.id, fee: random.between(1, 99) * 100 },
        }
      );
    }
    const engagement = random.pickAny(live(desk, 'engagements'));
    return (
      engagement && {
        table,
        operation: 'insert',
        recordId,
        data: { title: unique('task'), engagementId: engagement.id, minutesSpent: random.between(0, 60) },
      }
    );
  }

  /** Changed fields of every policy: mine, server, ask, add, union, text, and a function. */
  function edited(desk: Desk, { table, data }: CachedRecord): RecordData {
    const choices: [number, () => RecordData][] = [
      [0.3, () => ({ tags: toggled(data.tags) })],
      [0.3, () => ({ notes: rewritten(data.notes) })],
    ];
    if (table === 'clients') {
      choices.push([0.5, () => ({ name: unique('name') })], [0.3, () => ({ taxId: unique('tax') })]);
      choices.push([0.25, () => ({ status: random.pick(['active', 'prospect', 'inactive', 'archived']) })]);
      choices.push([0.2, () => ({ city: unique('city') })], [0.15, () => ({ phone: `+49 ${++counter}` })]);
    } else if (table === 'engagements') {
      choices.push([0.5, () => ({ title: unique('title') })], [0.4, () => ({ fee: ++counter * 100 })]);
      choices.push([0.2, () => ({ period: unique('period') })]);
      const other = random.chance(0.15) && random.pickAny(live(desk, 'clients'));
      if (other) choices.push([1, () => ({ clientId: other.id })]);
    } else {
      choices.push([0.4, () => ({ title: unique('todo') })]);
      choices.push([0.6, () => ({ minutesSpent: Number(data.minutesSpent) + random.between(1, 45) })]);
      choices.push([0.3, () => ({ dueDate: `2026-0${random.between(1, 9)}-1${random.between(0, 9)}` })]);
      choices.push([0.3, () => ({ status: random.pick(['open', 'doing', 'waiting', 'done']) })]);
      choices.push([0.3, () => ({ priority: random.pick(['low', 'normal', 'high', 'urgent']) })]);
    }
    const taken = choices.filter(([probability]) => random.chance(probability)).map(([, make]) => make());
    return Object.assign({}, ...(taken.length > 0 ? taken : [random.pick(choices)[1]()]));
  }

  function toggled(value: unknown): string[] {
    const tags = Array.isArray(value) ? value.map(String) : [];
    const tag = random.pick(TAGS);
    return tags.includes(tag) ? tags.filter((other) => other !== tag) : [...tags, tag];
  }

  function rewritten(value: unknown): string {
    const lines = typeof value === 'string' ? value.split('\n').filter((line) => line !== '') : [];
    if (lines.length < 6 || random.chance(0.7)) lines.splice(random.between(0, lines.length), 0, unique('note '));
    else lines.splice(random.between(0, lines.length - 1), 1, unique('fix '));
    return `${lines.join('\n')}\n`;
  }

  function anyRecord(desk: Desk): CachedRecord | undefined {
    const table = random.pick(['clients', 'engagements', 'tasks', 'tasks']);
    return random.pickAny(live(desk, table));
  }

  function remember(host: DeskHost, changes: readonly { changeId: string }[]): void {
    const mine = doneAt.get(host.name) ?? [];
    mine.push(...changes.map(({ changeId }) => changeId));
    doneAt.set(host.name, mine.slice(-6));
  }

  function queue(host: DeskHost, desk: Desk, changes: NewChange[]): void {
    const saved = atOnce(desk.operations.queueChanges(changes));
    world.trace(host.name, 'saves', () =>
      saved.map((change) => [change.id, change.changeId.slice(-5), change.operation, change.recordId, change.data]),
    );
    remember(host, saved);
  }

  const actions: [number, string, (host: DeskHost, desk: Desk) => unknown][] = [
    [
      12,
      'inserts',
      (host, desk) => {
        const table = random.pick(['clients', 'engagements', 'tasks', 'tasks']);
        const change = live(desk, table).length < MAX_RECORDS_A_TABLE ? insertion(desk, table) : undefined;
        if (change) queue(host, desk, [change]);
      },
    ],
    [
      40,
      'updates',
      (host, desk) => {
        const record = anyRecord(desk);
        if (!record) return;
        const { table, id: recordId } = record;
        queue(host, desk, [{ table, operation: 'update', recordId, data: edited(desk, record) }]);
      },
    ],
    [
      5,
      'opens a form',
      (host, desk) => {
        const record = anyRecord(desk);
        if (record) forms.set(host.name, { record, host: host.name });
      },
    ],
    [
      8,
      'saves a form opened earlier',
      (host, desk) => {
        const form = forms.get(host.name);
        forms.delete(host.name);
        if (!form) return;
        const { table, id: recordId, data: before, version } = form.record;
        const data = edited(desk, form.record);
        const base = Object.fromEntries(Object.keys(data).map((field) => [field, before[field] ?? null]));
        queue(host, desk, [{ table, operation: 'update', recordId, data, seen: { base, baseVersion: version } }]);
      },
    ],
    [
      8,
      'saves several together',
      (host, desk) => {
        const [client, engagement] = [newId('clients'), newId('engagements')];
        const family: NewChange[] = [
          { table: 'clients', operation: 'insert', recordId: client, data: { name: unique('client') } },
          {
            table: 'engagements',
            operation: 'insert',
            recordId: engagement,
            data: { title: unique('work'), clientId: client },
          },
        ];
        const record = anyRecord(desk);
        const other = anyRecord(desk);
        const isFew = live(desk, 'clients').length < MAX_RECORDS_A_TABLE;
        const updates = [record, other].flatMap((each) =>
          each
            ? [{ table: each.table, operation: 'update' as const, recordId: each.id, data: edited(desk, each) }]
            : [],
        );
        const changes = isFew && random.chance(0.5) ? [...family, ...updates.slice(0, 1)] : updates;
        if (changes.length > 0) queue(host, desk, changes);
      },
    ],
    [
      6,
      'deletes',
      (host, desk) => {
        const record = anyRecord(desk);
        if (!record) return;
        if (random.chance(0.4)) {
          remember(host, atOnce(desk.operations.deleteWithDependants(record.table, record.id)));
        } else queue(host, desk, [{ table: record.table, operation: 'delete', recordId: record.id, data: {} }]);
      },
    ],
    [
      5,
      'undoes',
      (host, desk) => {
        const mine = doneAt.get(host.name) ?? [];
        if (mine.length > 0) desk.operations.undoChanges(mine.slice(-random.between(1, Math.min(3, mine.length))));
      },
    ],
    [
      8,
      'settles a conflict',
      (_host, desk) => {
        const conflict = random.pickAny(atOnce(desk.operations.listConflicts({ isOpen: random.chance(0.8) })));
        if (!conflict) return;
        if (conflict.resolution !== null) return desk.operations.undoResolution(conflict.conflictId);
        if (random.chance(0.15)) return desk.operations.resolveConflictsAlike(conflict.conflictId, 'theirs');
        const isWhole = conflict.fields.some(({ field }) => field === '*');
        if (random.chance(0.3) && !isWhole) {
          const record = atOnce(desk.operations.getCachedEntity(conflict.table, conflict.recordId));
          const field = conflict.fields[0]?.field ?? '';
          const fresh = record === null ? {} : edited(desk, record);
          const data = Object.hasOwn(fresh, field) ? fresh : { ...fresh, [field]: conflict.fields[0]?.mine ?? null };
          return desk.operations.resolveConflict(conflict.conflictId, { choice: 'edited', data });
        }
        const choice = random.pick(['mine', 'theirs'] as const);
        return desk.operations.resolveConflict(conflict.conflictId, { choice });
      },
    ],
    [
      10,
      'looks after parked changes',
      (host, desk) => {
        const waiting = atOnce(desk.operations.getPendingChanges({ limit: 100 }));
        const change = random.pickAny(waiting.filter(({ state }) => state === 'parked'));
        const discarded = discards.get(host.name);
        if (discarded !== undefined && random.chance(0.5)) {
          discards.delete(host.name);
          return desk.operations.restoreDiscardedChange(discarded);
        }
        if (!change) return;
        const what = random.between(0, 3);
        if (what === 0) {
          discards.set(host.name, change.changeId);
          return whileDiscarding(host, () => void desk.operations.discardChange(change.changeId));
        }
        if (what === 1 && change.operation === 'update' && typeof change.data.title === 'string')
          return desk.operations.editParkedChange(change.changeId, { title: unique('again') });
        return desk.operations.retryChange(change.changeId);
      },
    ],
    [3, 'syncs by hand', (_host, desk) => void Promise.resolve(desk.operations.syncToServer()).catch(expected)],
    [
      2,
      'pauses or resumes',
      (_host, desk) =>
        random.chance(0.4)
          ? desk.operations.pauseSync(random.chance(0.5) ? null : world.clock.nowMs() + random.between(1, 200) * 1000)
          : desk.operations.resumeSync(),
    ],
  ];

  function expected(thrown: unknown): void {
    if (thrown instanceof ProcessDied) return;
    if (thrown instanceof FerryFailure && ORDINARY.test(thrown.error.code)) return;
    world.fail('operations fail with a reason a person can act on', thrown);
  }

  return {
    act(host) {
      const desk = host.desk();
      if (!desk) return;
      const [, what, perform] = random.weighted(actions);
      try {
        perform(host, desk);
        world.trace(host.name, what);
      } catch (thrown) {
        world.trace(host.name, `${what}, refused`, thrown instanceof FerryFailure ? thrown.error.code : String(thrown));
        expected(thrown);
      }
    },
  };
}
