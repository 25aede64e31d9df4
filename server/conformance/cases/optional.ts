import { deepEqual, equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { type SnapshotPage, snapshotPageSchema } from '#app/contract/protocol.ts';
import { insertClient, remove, update } from '../changes.ts';
import { applied, type CaseContext, type CaseGroup, versionOf } from '../kit.ts';

/** Rules that need a second account, an outdated desk, or a firm with pruned deletions. */
export const optional: CaseGroup = {
  name: 'Read-only people, old desks, the horizon',
  cases: [
    {
      title: 'a person who may only read sees what the others write',
      needs: 'readOnly',
      async run({ ana, readOnlyDevice }) {
        const reader = await readOnlyDevice();
        equal(reader.session.person.role, 'readOnly');
        equal(reader.session.firm.id, ana.session.firm.id);
        const id = v7();
        await applied(ana, insertClient(id));
        ok((await reader.pull()).some((record) => record.recordId === id));
      },
    },
    {
      title: 'each change of theirs is rejected as auth.readOnly, and the round goes on',
      needs: 'readOnly',
      async run({ ana, readOnlyDevice, recordNow }) {
        const reader = await readOnlyDevice();
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'Before' }));
        const baseVersion = versionOf(made);
        const unwanted = v7();
        const answer = await reader.round({
          changes: [
            insertClient(unwanted),
            update('clients', id, { name: 'After' }, { base: { name: 'Before' }, baseVersion }),
            remove('clients', id, baseVersion),
          ],
        });
        deepEqual(
          answer.acks.map(({ outcome, code }) => [outcome, code]),
          Array(3).fill(['rejected', 'auth.readOnly']),
        );
        ok([...answer.acks.map((ack) => ack.record), ...answer.feed].some((record) => record?.recordId === id));
        equal(await recordNow('clients', unwanted), undefined);
        equal((await recordNow('clients', id))?.data.name, 'Before');
      },
    },
    {
      title: 'a desk of a schema no longer served is asked to update, and nothing is applied',
      needs: 'refusedSchema',
      async run({ newDevice, refusedSchema: schema, recordNow }) {
        const device = await newDevice('conformance old');
        const change = insertClient(v7());
        const problem = await device.refusedRound(426, { schema, changes: [change] });
        deepEqual([problem.code, problem.action], ['client.updateRequired', 'update']);
        equal(await recordNow('clients', change.recordId), undefined);
        // After an update the outbox is sent.
        equal((await device.pushOne(change)).outcome, 'applied');
      },
    },
    {
      title: 'a cursor before the horizon is answered with a reset, nothing applied, settled changes acknowledged',
      needs: 'horizon',
      async run(context) {
        const device = await context.newDevice('conformance away');
        const settled = insertClient(v7());
        await device.lostRound({ changes: [settled] });
        const unsent = insertClient(v7());
        const answer = await device.round({ cursor: 0, unanswered: [settled.changeId], changes: [unsent] });
        equal(answer.reset, 'horizon');
        deepEqual([answer.feed, answer.more], [[], false]);
        deepEqual(
          answer.acks.map(({ changeId, outcome }) => [changeId, outcome]),
          [[settled.changeId, 'duplicate']],
        );
        equal(await context.recordNow('clients', unsent.recordId), undefined);
      },
    },
    {
      title: 'after the fresh snapshot the outbox of a desk beyond the horizon flows',
      needs: 'horizon',
      async run(context) {
        const device = await context.newDevice('conformance back');
        const change = insertClient(v7());
        equal((await device.round({ cursor: 0, changes: [change] })).reset, 'horizon');
        device.setCursor((await firstPage(context)).asOf);
        equal((await device.pushOne(change)).outcome, 'applied');
      },
    },
  ],
};

function firstPage({ http, ana }: CaseContext): Promise<SnapshotPage> {
  return http.read(snapshotPageSchema, '/v1/snapshot?table=clients&limit=1', { token: ana.session.token });
}
