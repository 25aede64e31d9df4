import { FerryFailure } from '#app/contract/errors.ts';
import type { CachedRecord } from '#app/contract/lists.ts';
import type { NewChange } from '#app/contract/operations.ts';
import type { Desk } from '#app/sync/desk-types.ts';
import type { DeskHost } from './desk-host.ts';
import type { DraftBook } from './oracle/drafts.ts';
import type { Journal } from './oracle/journal.ts';
import { queueRows } from './oracle/rows.ts';
import { decisions } from './people-deciding.ts';
import { ProcessDied } from './process-died.ts';
import type { SeededRandom } from './random.ts';
import { atOnce, type Scene } from './scene.ts';
import { createTyping } from './typing.ts';
import type { World } from './world.ts';

/** Refusals a person may meet while doing their work; anything else is a fault of the desk. */
const ORDINARY = /^(record|reference|change|conflict|validation)\.|^store\.diskFull$|^auth\.required$/;
const MAX_RECORDS_A_TABLE = 8;
/** A deletion right after an edit has not seen what that was put over; a deletion later mostly has. */
const DELETES_MEANWHILE = 0.35;
const TABLES = ['clients', 'engagements', 'tasks', 'tasks'];

export interface People {
  /** One thing a person does at this desk, drawn from `random`; `event` names it, and everything typed in it. */
  act(host: DeskHost, random: SeededRandom, event: string): void;
  /** Types on in what was saved here last, as while an upload is under way. */
  typeOn(host: DeskHost, random: SeededRandom, event: string): void;
}

function isUnanswered(host: DeskHost, recordId: string): boolean {
  return queueRows(host, "record_id = ? AND synced = 0 AND state = 'sent'", [recordId]).length > 0;
}

interface PeopleOptions {
  world: World;
  journal: Journal;
  drafts: DraftBook;
  whileDiscarding: Scene['whileDiscarding'];
  /** How many small changes a person makes in one go when they are at it: more than one batch carries. */
  flood: number;
}

type Action = readonly [weight: number, what: string, perform: (scene: Scene) => unknown];

/** What staff do all day, chosen by chance: every operation, every merge policy, all three tables. */
export function createPeople({ world, journal, drafts, whileDiscarding, flood }: PeopleOptions): People {
  const typing = createTyping();
  const forms = new Map<string, { record: CachedRecord; openedAt: number }>();
  const doneAt = new Map<string, string[]>();
  const last = new Map<string, { table: string; recordId: string; field: string }>();
  /** What everybody works on. */
  let hot: { table: string; recordId: string } | null = null;
  let ids = 0;

  const newId = (table: string, event: string): string => `${table.slice(0, 1)}-${event}-${++ids}`;

  function find(desk: Desk, { table, recordId }: { table: string; recordId: string }): CachedRecord | undefined {
    const found = atOnce(desk.operations.getCachedEntity(table, recordId));
    return found === null || found.deleted ? undefined : found;
  }

  function insertion({ records, random, typing }: Scene, table: string, event: string): NewChange | undefined {
    const recordId = newId(table, event);
    const made = (data: NewChange['data']): NewChange => ({ table, operation: 'insert', recordId, data });
    if (table === 'clients')
      return made({ name: typing.unique('client'), tags: typing.tags(), notes: typing.lines(3) });
    const parent = random.pickAny(records(table === 'engagements' ? 'clients' : 'engagements'));
    if (!parent) return undefined;
    return table === 'engagements'
      ? made({ title: typing.unique('work'), clientId: parent.id, fee: random.between(1, 99) * 100 })
      : made({
          title: typing.unique('task'),
          engagementId: parent.id,
          minutesSpent: typing.minutesFor(recordId),
          notes: typing.lines(2),
        });
  }

  function update({ typing, records }: Scene, record: CachedRecord): NewChange {
    const data = typing.edited(record, () => records('clients').map(({ id }) => id));
    return { table: record.table, operation: 'update', recordId: record.id, data };
  }

  const everyday: (event: string) => Action[] = (event) => [
    [
      12,
      'inserts',
      (scene) => {
        const table = scene.random.pick(TABLES);
        const change = scene.records(table).length < MAX_RECORDS_A_TABLE ? insertion(scene, table, event) : undefined;
        if (change) scene.save([change]);
      },
    ],
    [
      34,
      'updates',
      (scene) => {
        const record = scene.anyRecord();
        if (record) scene.save([update(scene, record)]);
      },
    ],
    [12, 'types on', typeOnIn],
    [
      1,
      'makes many small changes between two edits of a field',
      (scene) => {
        typeOnIn(scene);
        for (let left = flood; left > 0; left--) {
          const record = scene.anyRecord();
          if (record) scene.save([update(scene, record)]);
        }
        typeOnIn(scene);
        world.met(flood > 100 ? 'more than 100 changes between two edits' : 'more than a batch between two edits');
      },
    ],
    [
      6,
      'leaves a field half typed',
      ({ host, desk, typing, anyRecord }) => {
        const record = anyRecord();
        if (record) drafts.put(host, desk, record, typing.unique('half'));
      },
    ],
    [
      5,
      'opens a form',
      ({ host, anyRecord }) => {
        const record = anyRecord();
        if (record) forms.set(host.name, { record, openedAt: journal.now() });
      },
    ],
    [
      8,
      'saves a form opened earlier',
      (scene) => {
        const form = forms.get(scene.host.name);
        forms.delete(scene.host.name);
        if (!form) return;
        const { data: before, version } = form.record;
        const change = update(scene, form.record);
        const base = Object.fromEntries(Object.keys(change.data).map((field) => [field, before[field] ?? null]));
        if (find(scene.desk, change)?.version !== version) world.met('form saved over what had arrived since');
        scene.save([{ ...change, seen: { base, baseVersion: version } }], { data: before, openedAt: form.openedAt });
      },
    ],
    [
      8,
      'saves several together',
      (scene) => {
        const client = insertion(scene, 'clients', event);
        const engagement: NewChange = {
          table: 'engagements',
          operation: 'insert',
          recordId: newId('engagements', event),
          data: { title: scene.typing.unique('work'), clientId: client?.recordId ?? '' },
        };
        const records = [scene.anyRecord(), scene.anyRecord()].flatMap((record) => record ?? []);
        const updates = records
          .filter((record, index) => records.findIndex(({ id }) => id === record.id) === index)
          .map((record) => update(scene, record));
        const isFew = scene.records('clients').length < MAX_RECORDS_A_TABLE;
        const changes =
          client && isFew && scene.random.chance(0.5) ? [client, engagement, ...updates.slice(0, 1)] : updates;
        if (changes.length > 0) scene.save(changes);
      },
    ],
    [
      7,
      'deletes',
      ({ desk, host, random, anyRecord, save }) => {
        const record = anyRecord();
        if (!record) return;
        if (random.chance(0.4)) {
          remember(host, atOnce(desk.operations.deleteWithDependants(record.table, [record.id])));
        } else save([{ table: record.table, operation: 'delete', recordId: record.id, data: {} }]);
      },
    ],
  ];

  /** Edits the field that was edited here last once more; a line or a few minutes where nothing was. */
  function typeOnIn(scene: Scene, deletes = 0.1): void {
    const before = last.get(scene.host.name);
    const record = (before && find(scene.desk, before)) ?? scene.anyRecord();
    if (!record) return;
    const field = before?.recordId === record.id ? before.field : 'notes';
    const data = scene.typing.editedField(record, scene.random.chance(0.75) ? field : 'notes');
    const change: NewChange = { table: record.table, operation: 'update', recordId: record.id, data };
    const isDeletion = scene.random.chance(deletes);
    if (Object.keys(data).length > 0) scene.save([isDeletion ? { ...change, operation: 'delete', data: {} } : change]);
  }

  function remember(host: DeskHost, changes: readonly { changeId: string }[]): void {
    const mine = doneAt.get(host.name) ?? [];
    mine.push(...changes.map(({ changeId }) => changeId));
    doneAt.set(host.name, mine.slice(-6));
  }

  function expected(thrown: unknown): void {
    if (thrown instanceof ProcessDied) return;
    if (thrown instanceof FerryFailure && ORDINARY.test(thrown.error.code)) {
      if (thrown.error.code === 'store.diskFull') world.met('save refused: disk full');
      return;
    }
    world.fail('operations fail with a reason a person can act on', thrown);
  }

  function attempt(host: DeskHost, random: SeededRandom, event: string, choose: () => Action): void {
    const desk = host.desk();
    if (!desk || host.isAsleep()) return;
    const [, what, perform] = choose();
    journal.during(host, () => {
      const records = (table: string): CachedRecord[] =>
        atOnce(desk.operations.listRecords(table, { filters: [], search: '', sort: null }, { limit: 100 })).rows;
      const scene: Scene = {
        host,
        desk,
        random,
        typing: typing.with(random, event),
        records,
        anyRecord() {
          const shared = hot && random.chance(0.4) ? find(desk, hot) : undefined;
          return shared ?? random.pickAny(records(random.pick(TABLES)));
        },
        save(changes, form) {
          journal.during(host, (intend) => {
            if (changes.some(({ recordId }) => isUnanswered(host, recordId)))
              world.met('edit of a record whose upload is unanswered');
            intend({ given: changes.map(({ data }) => data), ...(form ? { form } : {}) });
            const saved = atOnce(desk.operations.queueChanges(changes));
            world.trace(host.name, 'saves', () =>
              saved.map((change) => [
                change.id,
                change.changeId.slice(-5),
                change.operation,
                change.recordId,
                change.data,
              ]),
            );
            remember(host, saved);
          });
          const { table, recordId, data } = changes.at(-1) ?? { table: '', recordId: '', data: {} };
          last.set(host.name, { table, recordId, field: random.pickAny(Object.keys(data)) ?? 'notes' });
          if (random.chance(0.3)) hot = { table, recordId };
        },
        correct(changeId, data) {
          journal.during(host, (intend) => {
            intend({ given: [data] });
            desk.operations.editParkedChange(changeId, data);
          });
        },
        done: doneAt.get(host.name) ?? [],
        whileDiscarding,
      };
      try {
        perform(scene);
        world.trace(host.name, what);
      } catch (thrown) {
        world.trace(host.name, `${what}, refused`, thrown instanceof FerryFailure ? thrown.error.code : String(thrown));
        expected(thrown);
      }
    });
  }

  const deciding = decisions(world, expected);
  return {
    act: (host, random, event) =>
      attempt(host, random, event, () => random.weighted([...everyday(event), ...deciding])),
    typeOn: (host, random, event) =>
      attempt(host, random, event, () => [1, 'types on meanwhile', (scene) => typeOnIn(scene, DELETES_MEANWHILE)]),
  };
}
