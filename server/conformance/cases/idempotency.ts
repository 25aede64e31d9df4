import { equal, notEqual, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { activityPageSchema } from '#app/contract/protocol.ts';
import { insertClient, update } from '../changes.ts';
import { applied, type CaseGroup, versionOf } from '../kit.ts';

export const idempotency: CaseGroup = {
  name: 'Acks and idempotency',
  cases: [
    {
      title: 'a change is applied and its ack carries the record as it stands',
      async run({ ana }) {
        const id = v7();
        const ack = await ana.pushOne(insertClient(id, { name: 'Ack' }));
        equal(ack.outcome, 'applied');
        equal(ack.record?.recordId, id);
        equal(ack.record?.data.name, 'Ack');
        equal(ack.version, ack.record?.version);
        equal(ack.record?.by, ana.session.person.id);
      },
    },
    {
      title: 'the same change again is a duplicate with the version it was given first',
      async run({ ana }) {
        const change = insertClient(v7());
        const first = await ana.pushOne(change);
        const again = await ana.pushOne(change);
        equal(again.outcome, 'duplicate');
        equal(again.version, first.version);
        equal(versionOf(again), versionOf(first));
      },
    },
    {
      title: 'a change whose answer was lost is applied once when it is sent again',
      async run({ ana, http }) {
        const id = v7();
        const change = insertClient(id);
        await ana.lostRound({ changes: [change] });
        equal((await ana.pushOne(change)).outcome, 'duplicate');
        const page = await http.read(activityPageSchema, `/v1/activity?table=clients&recordId=${id}`, {
          token: ana.session.token,
        });
        equal(page.entries.length, 1);
      },
    },
    {
      title: 'the very same round delivered twice is answered twice and applied once',
      async run({ ana, recordNow }) {
        const id = v7();
        const body = ana.nextRequest({ changes: [insertClient(id)] });
        await ana.lostRound(body);
        const answer = await ana.round(body);
        equal(answer.acks[0]?.outcome, 'duplicate');
        equal((await recordNow('clients', id))?.version, answer.acks[0]?.version);
      },
    },
    {
      title: 'the same id with other content is refused as change.reused and changes nothing',
      async run({ ana, recordNow }) {
        const id = v7();
        const change = insertClient(id, { name: 'First' });
        await applied(ana, change);
        const ack = await ana.pushOne({ ...change, data: { ...change.data, name: 'Second' } });
        equal(ack.outcome, 'rejected');
        equal(ack.code, 'change.reused');
        equal((await recordNow('clients', id))?.data.name, 'First');
      },
    },
    {
      title: 'the same id for another record is refused as change.reused',
      async run({ ana }) {
        const change = insertClient(v7());
        await applied(ana, change);
        equal((await ana.pushOne({ ...change, recordId: v7() })).code, 'change.reused');
      },
    },
    {
      title: 'the order of fields, the clock and the base version are not content',
      async run({ ana }) {
        const change = insertClient(v7());
        await applied(ana, change);
        const data = Object.fromEntries(Object.entries(change.data).reverse());
        equal((await ana.pushOne({ ...change, data, createdAt: 1, capped: true })).outcome, 'duplicate');
      },
    },
    {
      title: 'change.reused does not spoil the id: the first content is still a duplicate',
      async run({ ana }) {
        const change = insertClient(v7());
        await applied(ana, change);
        await ana.pushOne({ ...change, data: { ...change.data, name: 'Other' } });
        equal((await ana.pushOne(change)).outcome, 'duplicate');
      },
    },
    {
      title: 'a rejected change stays rejected under its id',
      async run({ ana }) {
        const change = update('clients', v7(), { name: 'Nobody' }, { base: {}, baseVersion: 0 });
        const first = await ana.pushOne(change);
        const again = await ana.pushOne(change);
        equal(first.outcome, 'rejected');
        equal(again.outcome, 'rejected');
        equal(again.code, first.code);
      },
    },
    {
      title: 'a conflict is answered again in full when its change is repeated',
      async run({ ana, ben }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'Base' }));
        const seen = { base: { name: 'Base' }, baseVersion: versionOf(made) };
        await applied(ana, update('clients', id, { name: 'Ana' }, seen));
        const change = update('clients', id, { name: 'Ben' }, seen);
        const first = await ben.pushOne(change);
        const again = await ben.pushOne(change);
        equal(first.outcome, 'conflict');
        equal(again.outcome, 'conflict');
        equal(again.conflict?.conflictId, first.conflict?.conflictId);
        ok(again.conflict?.fields.length);
      },
    },
    {
      title: 'acks named in `unanswered` come back without the change being sent',
      async run({ ana }) {
        const id = v7();
        const change = insertClient(id);
        await ana.lostRound({ changes: [change] });
        const answer = await ana.round({ unanswered: [change.changeId] });
        equal(answer.acks.length, 1);
        equal(answer.acks[0]?.outcome, 'duplicate');
        equal(answer.acks[0]?.record?.recordId, id);
      },
    },
    {
      title: 'an unanswered change the server never received is simply not acknowledged',
      async run({ ana }) {
        const answer = await ana.round({ unanswered: [v7()] });
        equal(answer.acks.length, 0);
      },
    },
    {
      title: 'an answer carries the record as it stands after the round, not as it stood after the change',
      async run({ ana }) {
        const id = v7();
        const make = insertClient(id, { name: 'One' });
        const rename = update('clients', id, { name: 'Two' }, { base: { name: 'One' }, baseVersion: 0 });
        const [first, second] = await ana.push(make, rename);
        equal(first?.record?.data.name, 'Two');
        equal(versionOf(first), second?.version);
        notEqual(first?.version, second?.version);
      },
    },
    {
      title: 'changes are applied in the order they are sent',
      async run({ ana, recordNow }) {
        const id = v7();
        const seen = { base: { name: 'x' }, baseVersion: 0 };
        const names = ['a', 'b', 'c', 'd'];
        await applied(ana, insertClient(id), ...names.map((name) => update('clients', id, { name }, seen)));
        equal((await recordNow('clients', id))?.data.name, 'd');
      },
    },
    {
      title: 'a change named twice in one round is refused',
      async run({ newDevice }) {
        const device = await newDevice();
        const change = insertClient(v7());
        equal((await device.refusedRound(400, { changes: [change, change] })).code, 'request.invalid');
      },
    },
  ],
};
