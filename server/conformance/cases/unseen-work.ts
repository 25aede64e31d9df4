import { deepEqual, equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import type { Ack } from '#app/contract/protocol.ts';
import type { JsonValue } from '#app/schema/index.ts';
import { insertClient, insertEngagement, insertTask, remove, update } from '../changes.ts';
import { applied, type CaseContext, type CaseGroup, versionOf } from '../kit.ts';

interface Meeting {
  field: string;
  base: JsonValue;
  ben: JsonValue;
  ana: JsonValue;
}

/** One case per merge policy; all values of a field are distinct. */
const MEETINGS: Readonly<Record<string, Meeting>> = {
  text: { field: 'notes', base: 'one\ntwo', ben: 'one\ntwo\nBen', ana: 'Ana\none\ntwo' },
  add: { field: 'minutesSpent', base: 10, ben: 130, ana: 15 },
  union: { field: 'tags', base: ['a'], ben: ['a', 'ben'], ana: ['a', 'ana'] },
  mine: { field: 'title', base: 'Count', ben: 'Ben', ana: 'Ana' },
  ask: { field: 'dueDate', base: '2027-01-01', ben: '2027-02-02', ana: '2027-03-03' },
};

interface Met {
  id: string;
  /** The version Ana still sees: the response to her first write was lost. */
  baseVersion: number;
  first: Ack;
}

/** Ben writes a field of a task; then Ana does, without having seen his value. */
async function meet({ ana, ben }: CaseContext, { field, base, ben: bens, ana: anas }: Meeting): Promise<Met> {
  const [client, engagement, id] = [v7(), v7(), v7()];
  const made = await applied(
    ana,
    insertClient(client),
    insertEngagement(engagement, client),
    insertTask(id, engagement, { [field]: base }),
  );
  const baseVersion = versionOf(made.at(-1));
  await applied(ben, update('tasks', id, { [field]: bens }, { base: { [field]: base }, baseVersion }));
  const first = await ana.pushOne(update('tasks', id, { [field]: anas }, { base: { [field]: base }, baseVersion }));
  return { id, baseVersion, first };
}

/** One write by Ben and two by Ana to one field, each without having seen the other's. */
async function writeAgain(context: CaseContext, meeting: Meeting, again: JsonValue) {
  const { id, baseVersion } = await meet(context, meeting);
  const base = { [meeting.field]: meeting.ana };
  const ack = await context.ana.pushOne(update('tasks', id, { [meeting.field]: again }, { base, baseVersion }));
  return { ack, value: (await context.recordNow('tasks', id))?.data[meeting.field] };
}

function meeting(policy: keyof typeof MEETINGS): Meeting {
  const found = MEETINGS[policy];
  ok(found);
  return found;
}

export const unseenWork: CaseGroup = {
  name: 'Unseen work',
  cases: [
    {
      title: 'the stamp of a write that was put over one its writer had not seen says over which',
      async run(context) {
        const { id, first, baseVersion } = await meet(context, meeting('mine'));
        const stamp = (await context.recordNow('tasks', id))?.stamps.title;
        equal(stamp?.device, context.ana.deviceId);
        equal(stamp?.version, first.version);
        ok(stamp?.over !== undefined && stamp.over > baseVersion && stamp.over < stamp.version);
      },
    },
    {
      title: 'a write that nobody came before says nothing of the kind',
      async run({ ana, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        await applied(ana, update('clients', id, { name: 'B' }, seen));
        const ack = await ana.pushOne(update('clients', id, { name: 'C' }, { ...seen, base: { name: 'B' } }));
        equal(ack.conflict, undefined);
        const record = await recordNow('clients', id);
        equal(record?.data.name, 'C');
        equal(record?.stamps.name?.over, undefined);
      },
    },
    {
      title: 'policy `text`: a second edit of prose keeps the line it has not seen',
      async run(context) {
        const { ack, value } = await writeAgain(context, meeting('text'), 'Ana again\none\ntwo');
        equal(ack.conflict, undefined);
        equal(value, 'Ana again\none\ntwo\nBen');
      },
    },
    {
      title: 'policy `add`: a second edit of a counter adds to both',
      async run(context) {
        equal((await writeAgain(context, meeting('add'), 20)).value, 140);
      },
    },
    {
      title: 'policy `union`: a second edit of a set keeps what it has not seen',
      async run(context) {
        const { value } = await writeAgain(context, meeting('union'), ['a', 'ana', 'more']);
        deepEqual(value, ['a', 'ana', 'ben', 'more']);
      },
    },
    {
      title: 'policy `mine`: what was put over lies in a conflict already, and is not asked about twice',
      async run(context) {
        const { ack, value } = await writeAgain(context, meeting('mine'), 'Ana again');
        equal(ack.conflict, undefined);
        equal(value, 'Ana again');
      },
    },
    {
      title: 'policy `ask`: the value of the other device stays, and each of mine is set aside',
      async run(context) {
        const { ack, value } = await writeAgain(context, meeting('ask'), '2027-04-04');
        equal(ack.conflict?.fields[0]?.mine, '2027-04-04');
        equal(value, '2027-02-02');
      },
    },
    {
      title: 'after a restore, an edit over a forgotten value stands, and mine before it is set aside',
      async run({ ana, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { taxId: 'A' }));
        const baseVersion = versionOf(made);
        await applied(ana, update('clients', id, { taxId: 'B' }, { base: { taxId: 'A' }, baseVersion }));
        const overForgotten = { base: { taxId: 'forgotten' }, baseVersion };
        const ack = await ana.pushOne(update('clients', id, { taxId: 'C' }, overForgotten, { capped: true }));
        deepEqual(ack.conflict?.fields, [{ field: 'taxId', base: 'forgotten', mine: 'C', theirs: 'B', kept: 'C' }]);
        equal((await recordNow('clients', id))?.data.taxId, 'C');
      },
    },
    {
      title: 'once the writer has seen it, a second edit is simply written',
      async run(context) {
        const { id, first } = await meet(context, meeting('text'));
        const base = { notes: 'Ana\none\ntwo\nBen' };
        const seen = { base, baseVersion: versionOf(first) };
        const ack = await context.ana.pushOne(update('tasks', id, { notes: 'Ana\none\ntwo' }, seen));
        equal(ack.conflict, undefined);
        equal((await context.recordNow('tasks', id))?.data.notes, 'Ana\none\ntwo');
      },
    },
    ...Object.entries(MEETINGS).map(([policy, each]) => ({
      title: `a deletion after an edit by policy \`${policy}\` that met unseen work is a conflict; the record stays`,
      async run(context: CaseContext) {
        const { id, baseVersion } = await meet(context, each);
        const ack = await context.ana.pushOne(remove('tasks', id, baseVersion));
        equal(ack.outcome, 'conflict');
        deepEqual(
          ack.conflict?.fields.map(({ field }) => field),
          ['*'],
        );
        equal((await context.recordNow('tasks', id))?.deleted, false);
      },
    })),
    {
      title: 'a deletion by who has seen it all is applied',
      async run(context) {
        const { id, first } = await meet(context, meeting('add'));
        const ack = await context.ana.pushOne(remove('tasks', id, versionOf(first)));
        equal(ack.outcome, 'applied');
        equal((await context.recordNow('tasks', id))?.deleted, true);
      },
    },
    {
      title:
        'a record brought back over a deletion its writer had not seen is not deleted by that writer’s next change',
      async run({ ana, ben, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const baseVersion = versionOf(made);
        await applied(ben, remove('clients', id, baseVersion));
        const back = await ana.pushOne(update('clients', id, { name: 'B' }, { base: { name: 'A' }, baseVersion }));
        equal(
          back.conflict?.fields.some(({ field }) => field === '*'),
          true,
        );
        const record = await recordNow('clients', id);
        ok((record?.stamps['*']?.over ?? 0) > baseVersion);
        const ack = await ana.pushOne(remove('clients', id, baseVersion));
        equal(ack.outcome, 'conflict');
        equal((await recordNow('clients', id))?.deleted, false);
      },
    },
  ],
};
