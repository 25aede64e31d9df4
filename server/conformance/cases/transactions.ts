import { deepEqual, equal } from 'node:assert/strict';
import { v7 } from 'uuid';
import { anyChange, insertClient, insertEngagement, insertTask, update } from '../changes.ts';
import { applied, type CaseGroup, versionOf } from '../kit.ts';

export const transactions: CaseGroup = {
  name: 'Transactions and sequence',
  cases: [
    {
      title: 'changes of one transaction share one version',
      async run({ ana }) {
        const txnId = v7();
        const acks = await applied(ana, insertClient(v7(), {}, { txnId }), insertClient(v7(), {}, { txnId }));
        equal(acks[0]?.version, acks[1]?.version);
      },
    },
    {
      title: 'changes without a transaction take one version each, in order',
      async run({ ana }) {
        const [first, second] = await applied(ana, insertClient(v7()), insertClient(v7()));
        equal((first?.version ?? 0) + 1, second?.version);
      },
    },
    {
      title: 'one bad change keeps its whole transaction out; the others are blocked by it',
      async run({ ana, recordNow }) {
        const txnId = v7();
        const good = insertClient(v7(), {}, { txnId });
        const bad = anyChange({ txnId, data: { name: '' } });
        const late = insertClient(v7(), {}, { txnId });
        const [first, second, third] = await ana.push(good, bad, late);
        deepEqual([first?.outcome, second?.outcome, third?.outcome], ['blocked', 'rejected', 'blocked']);
        equal(first?.blockedBy, bad.changeId);
        equal(await recordNow('clients', good.recordId), undefined);
        equal(await recordNow('clients', late.recordId), undefined);
      },
    },
    {
      title: 'a failed transaction does not hold up what follows it',
      async run({ ana }) {
        const txnId = v7();
        const acks = await ana.push(anyChange({ txnId, data: {} }), insertClient(v7()));
        equal(acks[1]?.outcome, 'applied');
      },
    },
    {
      title: 'a failed transaction uses up no version',
      async run({ ana }) {
        const txnId = v7();
        const [before, , after] = await ana.push(
          insertClient(v7()),
          anyChange({ txnId, data: {} }),
          insertClient(v7()),
        );
        equal((before?.version ?? 0) + 1, after?.version);
      },
    },
    {
      title: 'a transaction may insert a parent and its children',
      async run({ ana }) {
        const txnId = v7();
        const [client, engagement, task] = [v7(), v7(), v7()];
        await applied(
          ana,
          insertClient(client, {}, { txnId }),
          insertEngagement(engagement, client, {}, { txnId }),
          insertTask(task, engagement, {}, { txnId }),
        );
      },
    },
    {
      title: 'later changes of a transaction build on its earlier ones',
      async run({ ana }) {
        const txnId = v7();
        const id = v7();
        const rename = update('clients', id, { name: 'Two' }, { base: { name: 'One' }, baseVersion: 0 }, { txnId });
        const acks = await applied(ana, insertClient(id, { name: 'One' }, { txnId }), rename);
        equal(acks[0]?.record?.data.name, 'Two');
        equal(acks[0]?.version, acks[1]?.version);
      },
    },
    {
      title: 'a transaction torn apart by other changes is refused where it comes back',
      async run({ ana }) {
        const txnId = v7();
        const acks = await ana.push(
          insertClient(v7(), {}, { txnId }),
          insertClient(v7()),
          insertClient(v7(), {}, { txnId }),
        );
        deepEqual(
          acks.map((ack) => ack.outcome),
          ['applied', 'applied', 'rejected'],
        );
        equal(acks[2]?.code, 'request.invalid');
      },
    },
    {
      title: 'a conflict inside a transaction does not undo the rest of it',
      async run({ ana, ben }) {
        const id = v7();
        const txnId = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'Base' }));
        const seen = { base: { name: 'Base' }, baseVersion: versionOf(made) };
        await applied(ana, update('clients', id, { name: 'Ana' }, seen));
        const acks = await ben.push(
          update('clients', id, { name: 'Ben' }, seen, { txnId }),
          insertClient(v7(), {}, { txnId }),
        );
        deepEqual(
          acks.map((ack) => ack.outcome),
          ['conflict', 'applied'],
        );
      },
    },
    {
      title: 'a change that changes nothing takes no version',
      async run({ ana, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'Same' }));
        const seen = { base: { name: 'Same' }, baseVersion: versionOf(made) };
        const ack = await ana.pushOne(update('clients', id, { name: 'Same' }, seen));
        equal(ack.outcome, 'applied');
        equal((await recordNow('clients', id))?.version, versionOf(made));
      },
    },
  ],
};
