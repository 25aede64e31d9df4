import { deepEqual, equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { insertClient, insertEngagement, insertTask, remove, update } from '../changes.ts';
import { applied, type CaseGroup, versionOf } from '../kit.ts';

export const deletes: CaseGroup = {
  name: 'Deletions and references',
  cases: [
    {
      title: 'a deletion leaves a tombstone that keeps the data',
      async run({ ana, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'Gone' }));
        const [ack] = await applied(ana, remove('clients', id, versionOf(made)));
        equal(ack?.record?.deleted, true);
        const record = await recordNow('clients', id);
        deepEqual([record?.deleted, record?.data.name], [true, 'Gone']);
        ok(versionOf(ack) > versionOf(made));
      },
    },
    {
      title: 'a tombstone comes with the feed',
      async run({ ana, ben }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id));
        await ben.pull();
        await applied(ana, remove('clients', id, versionOf(made)));
        const records = await ben.pull();
        equal(records.find((record) => record.recordId === id)?.deleted, true);
      },
    },
    {
      title: 'deleting what is deleted already is fine and takes no version',
      async run({ ana }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id));
        const [first] = await applied(ana, remove('clients', id, versionOf(made)));
        const [second] = await applied(ana, remove('clients', id, versionOf(made)));
        equal(versionOf(second), versionOf(first));
      },
    },
    {
      title: 'a deletion that has not seen another device’s edit is a conflict; the record stays',
      async run({ ana, ben, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const baseVersion = versionOf(made);
        await applied(ana, update('clients', id, { name: 'B' }, { base: { name: 'A' }, baseVersion }));
        const ack = await ben.pushOne(remove('clients', id, baseVersion));
        equal(ack.outcome, 'conflict');
        equal(ack.conflict?.fields[0]?.field, '*');
        equal(ack.conflict?.fields[0]?.mine, 'deleted');
        equal((await recordNow('clients', id))?.deleted, false);
      },
    },
    {
      title: 'an edit that has not seen the deletion brings the record back, with a conflict',
      async run({ ana, ben, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const baseVersion = versionOf(made);
        await applied(ana, remove('clients', id, baseVersion));
        const ack = await ben.pushOne(update('clients', id, { name: 'B' }, { base: { name: 'A' }, baseVersion }));
        equal(ack.outcome, 'conflict');
        equal(ack.conflict?.fields[0]?.field, '*');
        const record = await recordNow('clients', id);
        deepEqual([record?.deleted, record?.data.name], [false, 'B']);
      },
    },
    {
      title: 'an edit of a record the server never had is rejected as record.unknown',
      async run({ ana }) {
        const ack = await ana.pushOne(update('clients', v7(), { name: 'B' }, { base: {}, baseVersion: 0 }));
        deepEqual([ack.outcome, ack.code], ['rejected', 'record.unknown']);
      },
    },
    {
      title: 'after a restore, an edit whose record is not there yet waits, and so does what follows it',
      async run({ ana }) {
        const id = v7();
        const seen = { base: { name: 'A' }, baseVersion: 0 };
        const acks = await ana.push(
          update('clients', id, { name: 'B' }, seen, { origin: 1 }),
          update('clients', id, { name: 'C' }, seen),
        );
        deepEqual(
          acks.map((ack) => ack.outcome),
          ['retry', 'retry'],
        );
        await applied(ana, insertClient(id, { name: 'A' }));
      },
    },
    {
      title: 'a change answered `retry` is not stored: it is applied once its record is there',
      async run({ ana }) {
        const id = v7();
        const change = update('clients', id, { name: 'B' }, { base: { name: 'A' }, baseVersion: 0 }, { capped: true });
        equal((await ana.pushOne(change)).outcome, 'retry');
        await applied(ana, insertClient(id, { name: 'A' }));
        equal((await ana.pushOne(change)).outcome, 'applied');
      },
    },
    {
      title: 'a record that points to nothing is blocked as reference.missing',
      async run({ ana }) {
        const ack = await ana.pushOne(insertEngagement(v7(), v7()));
        deepEqual([ack.outcome, ack.code], ['blocked', 'reference.missing']);
      },
    },
    {
      title: 'a record that points to a deleted one is blocked as reference.deleted, and says to restore the parent',
      async run({ ana }) {
        const client = v7();
        const [made] = await applied(ana, insertClient(client));
        await applied(ana, remove('clients', client, versionOf(made)));
        const ack = await ana.pushOne(insertEngagement(v7(), client));
        deepEqual([ack.outcome, ack.code, ack.action], ['blocked', 'reference.deleted', 'restoreParent']);
      },
    },
    {
      title: 'what depends on an insert that failed in the same round is blocked by it',
      async run({ ana }) {
        const [client, engagement] = [v7(), v7()];
        const bad = insertClient(client, { name: '' });
        const seen = { base: { name: '' }, baseVersion: 0 };
        const acks = await ana.push(
          bad,
          insertEngagement(engagement, client),
          update('clients', client, { name: 'Better' }, seen),
        );
        deepEqual(
          acks.map((ack) => ack.outcome),
          ['rejected', 'blocked', 'blocked'],
        );
        deepEqual([acks[1]?.blockedBy, acks[2]?.blockedBy], [bad.changeId, bad.changeId]);
      },
    },
    {
      title: 'moving a record to a parent that does not exist is blocked; other fields of it can change',
      async run({ ana }) {
        const [client, engagement] = [v7(), v7()];
        const [, made] = await applied(ana, insertClient(client), insertEngagement(engagement, client));
        const baseVersion = versionOf(made);
        const move = update('engagements', engagement, { clientId: v7() }, { base: { clientId: client }, baseVersion });
        equal((await ana.pushOne(move)).code, 'reference.missing');
        await applied(
          ana,
          update('engagements', engagement, { period: '2026' }, { base: { period: null }, baseVersion }),
        );
      },
    },
    {
      title: 'a record with live children is not deleted from under them: conflict, and it stays',
      async run({ ana, ben, recordNow }) {
        const [client, engagement] = [v7(), v7()];
        const [made] = await applied(ana, insertClient(client), insertEngagement(engagement, client));
        const ack = await ben.pushOne(remove('clients', client, versionOf(made)));
        equal(ack.outcome, 'conflict');
        equal(ack.conflict?.fields[0]?.field, '*');
        equal((await recordNow('clients', client))?.deleted, false);
      },
    },
    {
      title: 'a transaction may delete a parent together with its children, in any order',
      async run({ ana, recordNow }) {
        const [client, engagement, task] = [v7(), v7(), v7()];
        const made = await applied(
          ana,
          insertClient(client),
          insertEngagement(engagement, client),
          insertTask(task, engagement),
        );
        const txnId = v7();
        await applied(
          ana,
          remove('clients', client, versionOf(made[0]), { txnId }),
          remove('tasks', task, versionOf(made[2]), { txnId }),
          remove('engagements', engagement, versionOf(made[1]), { txnId }),
        );
        equal((await recordNow('tasks', task))?.deleted, true);
      },
    },
    {
      title: 'where a child must stay, its parents in the same transaction stay as well',
      async run({ ana, ben, recordNow }) {
        const [client, engagement] = [v7(), v7()];
        const made = await applied(ana, insertClient(client), insertEngagement(engagement, client, { title: 'A' }));
        const seen = { base: { title: 'A' }, baseVersion: versionOf(made[1]) };
        await applied(ana, update('engagements', engagement, { title: 'B' }, seen));
        const txnId = v7();
        const acks = await ben.push(
          remove('engagements', engagement, versionOf(made[1]), { txnId }),
          remove('clients', client, versionOf(made[0]), { txnId }),
        );
        deepEqual(
          acks.map((ack) => ack.outcome),
          ['conflict', 'conflict'],
        );
        equal((await recordNow('clients', client))?.deleted, false);
      },
    },
    {
      title: 'once its children are gone, a parent can be deleted',
      async run({ ana }) {
        const [client, engagement] = [v7(), v7()];
        const made = await applied(ana, insertClient(client), insertEngagement(engagement, client));
        await applied(
          ana,
          remove('engagements', engagement, versionOf(made[1])),
          remove('clients', client, versionOf(made[0])),
        );
      },
    },
    {
      title: 'an edit does not bring a record back under a deleted parent: blocked as reference.deleted',
      async run({ ana, ben }) {
        const [client, engagement] = [v7(), v7()];
        const made = await applied(ana, insertClient(client), insertEngagement(engagement, client, { title: 'A' }));
        await applied(
          ana,
          remove('engagements', engagement, versionOf(made[1])),
          remove('clients', client, versionOf(made[0])),
        );
        const seen = { base: { title: 'A' }, baseVersion: versionOf(made[1]) };
        const ack = await ben.pushOne(update('engagements', engagement, { title: 'B' }, seen));
        deepEqual([ack.outcome, ack.code], ['blocked', 'reference.deleted']);
      },
    },
  ],
};
