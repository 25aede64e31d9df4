import { deepEqual, equal } from 'node:assert/strict';
import { v7 } from 'uuid';
import type { Ack } from '#app/contract/protocol.ts';
import type { JsonValue, RecordData } from '#app/schema/index.ts';
import { insertClient, insertEngagement, insertTask, update } from '../changes.ts';
import { applied, type CaseContext, type CaseGroup, versionOf } from '../kit.ts';

interface Race {
  base: JsonValue;
  ana: JsonValue;
  ben: JsonValue;
}

/** Both devices change one field from the same base, Ana first. Returns Ben's ack. */
async function race(context: CaseContext, table: 'clients' | 'tasks', field: string, values: Race): Promise<Ack> {
  const { ana, ben } = context;
  const id = await makeRecord(context, table, { [field]: values.base });
  const made = await context.recordNow(table, id);
  const seen = { base: { [field]: values.base }, baseVersion: made?.version ?? 0 };
  await applied(ana, update(table, id, { [field]: values.ana }, seen));
  return ben.pushOne(update(table, id, { [field]: values.ben }, seen));
}

async function makeRecord({ ana }: CaseContext, table: 'clients' | 'tasks', data: RecordData): Promise<string> {
  const [client, engagement, task] = [v7(), v7(), v7()];
  if (table === 'clients') {
    await applied(ana, insertClient(client, data));
    return client;
  }
  await applied(ana, insertClient(client), insertEngagement(engagement, client), insertTask(task, engagement, data));
  return task;
}

export const merging: CaseGroup = {
  name: 'Merging',
  cases: [
    {
      title: 'different fields changed by two devices are both kept, without a conflict',
      async run({ ana, ben, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'N', city: 'C' }));
        const baseVersion = versionOf(made);
        await applied(ana, update('clients', id, { name: 'Ana' }, { base: { name: 'N' }, baseVersion }));
        const ack = await ben.pushOne(update('clients', id, { city: 'Ben' }, { base: { city: 'C' }, baseVersion }));
        equal(ack.conflict, undefined);
        equal(ack.outcome, 'merged');
        const record = await recordNow('clients', id);
        deepEqual([record?.data.name, record?.data.city], ['Ana', 'Ben']);
      },
    },
    {
      title: 'the same value written twice is no conflict',
      async run(context) {
        const ack = await race(context, 'clients', 'name', { base: 'A', ana: 'B', ben: 'B' });
        equal(ack.conflict, undefined);
      },
    },
    {
      title: 'policy `mine`: the later write is kept, the earlier one is in the conflict',
      async run(context) {
        const ack = await race(context, 'clients', 'name', { base: 'A', ana: 'Ana', ben: 'Ben' });
        equal(ack.outcome, 'conflict');
        equal(ack.record?.data.name, 'Ben');
        deepEqual(ack.conflict?.fields, [{ field: 'name', base: 'A', mine: 'Ben', theirs: 'Ana', kept: 'Ben' }]);
      },
    },
    {
      title: 'policy `server`: the earlier write is kept, the later one is in the conflict',
      async run(context) {
        const ack = await race(context, 'clients', 'status', { base: 'active', ana: 'inactive', ben: 'archived' });
        equal(ack.outcome, 'conflict');
        equal(ack.record?.data.status, 'inactive');
        equal(ack.conflict?.fields[0]?.mine, 'archived');
      },
    },
    {
      title: 'policy `ask`: the earlier write is kept until a person decides',
      async run(context) {
        const ack = await race(context, 'clients', 'taxId', { base: '1', ana: '2', ben: '3' });
        equal(ack.outcome, 'conflict');
        equal(ack.record?.data.taxId, '2');
        equal(ack.conflict?.fields[0]?.kept, '2');
      },
    },
    {
      title: 'policy `add`: both differences count',
      async run(context) {
        const ack = await race(context, 'tasks', 'minutesSpent', { base: 100, ana: 130, ben: 115 });
        equal(ack.conflict, undefined);
        equal(ack.record?.data.minutesSpent, 145);
      },
    },
    {
      title: 'policy `add` counts a repeated change once',
      async run({ ana, ...context }) {
        const id = await makeRecord({ ana, ...context }, 'tasks', { minutesSpent: 10 });
        const change = update('tasks', id, { minutesSpent: 15 }, { base: { minutesSpent: 10 }, baseVersion: 0 });
        await ana.lostRound({ changes: [change] });
        equal((await ana.pushOne(change)).record?.data.minutesSpent, 15);
      },
    },
    {
      title: 'policy `union`: additions of both are kept, removals of either are done',
      async run(context) {
        const values = { base: ['a', 'b'], ana: ['a', 'b', 'c'], ben: ['b', 'd'] };
        const ack = await race(context, 'clients', 'tags', values);
        equal(ack.conflict, undefined);
        deepEqual(ack.record?.data.tags, ['b', 'c', 'd']);
      },
    },
    {
      title: 'policy `text`: edits in different places are both kept',
      async run(context) {
        const values = { base: 'one\n\ntwo\n\nthree', ana: 'ONE\n\ntwo\n\nthree', ben: 'one\n\ntwo\n\nTHREE' };
        const ack = await race(context, 'clients', 'notes', values);
        equal(ack.conflict, undefined);
        equal(ack.record?.data.notes, 'ONE\n\ntwo\n\nTHREE');
      },
    },
    {
      title: 'policy `text`: edits of the same words leave a conflict and lose neither',
      async run(context) {
        const ack = await race(context, 'clients', 'notes', { base: 'one', ana: 'two', ben: 'three' });
        equal(ack.outcome, 'conflict');
        deepEqual([ack.conflict?.fields[0]?.theirs, ack.conflict?.fields[0]?.mine], ['two', 'three']);
      },
    },
    {
      title: 'a device’s own earlier write is never a conflict with its later one',
      async run({ ana }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        await applied(ana, update('clients', id, { name: 'B' }, seen), update('clients', id, { name: 'C' }, seen));
      },
    },
    {
      title: 'a write that has seen the other one is no conflict',
      async run({ ana, ben }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        await applied(ben, update('clients', id, { name: 'B' }, seen));
      },
    },
    {
      title: 'a conflict names who wrote the other value, and when',
      async run(context) {
        const ack = await race(context, 'clients', 'taxId', { base: 'x', ana: 'y', ben: 'z' });
        equal(ack.conflict?.theirsBy, context.ana.session.person.id);
        equal(ack.conflict?.theirsAt, ack.record?.at);
      },
    },
    {
      title: 'one conflict holds every field that clashed and the rest is merged',
      async run({ ana, ben }) {
        const id = v7();
        const base = { name: 'A', taxId: '1', city: 'C' };
        const [made] = await applied(ana, insertClient(id, base));
        const seen = { base, baseVersion: versionOf(made) };
        await applied(ana, update('clients', id, { name: 'Ana', taxId: '2' }, seen));
        const ack = await ben.pushOne(update('clients', id, { name: 'Ben', taxId: '3', city: 'Ben' }, seen));
        deepEqual(ack.conflict?.fields.map((field) => field.field).sort(), ['name', 'taxId']);
        equal(ack.record?.data.city, 'Ben');
      },
    },
  ],
};
