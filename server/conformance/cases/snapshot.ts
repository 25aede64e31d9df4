import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import {
  activityPageSchema,
  digestRangesSchema,
  peopleSchema,
  type ServerRecord,
  type SnapshotPage,
  snapshotPageSchema,
} from '#app/contract/protocol.ts';
import { addToDigest, digestHex, recordHash } from '#app/rules/digest.ts';
import { insertClient, update } from '../changes.ts';
import { applied, type CaseContext, type CaseGroup, versionOf } from '../kit.ts';

async function readPage({ http, ana }: CaseContext, query: Record<string, string>): Promise<SnapshotPage> {
  return http.read(snapshotPageSchema, `/v1/snapshot?${new URLSearchParams(query)}`, { token: ana.session.token });
}

async function readTable(context: CaseContext, table: string, limit = '200') {
  const records: ServerRecord[] = [];
  let page = await readPage(context, { table, limit });
  const { asOf, total } = page;
  for (;;) {
    records.push(...page.records);
    if (page.next === null) return { records, asOf, total };
    page = await readPage(context, { table, limit, after: page.next, asOf: String(asOf) });
  }
}

function digestOf(records: readonly { recordId: string; version: number }[]): string {
  return digestHex(records.reduce((sum, { recordId, version }) => addToDigest(sum, recordHash(recordId, version)), 0n));
}

export const snapshot: CaseGroup = {
  name: 'Snapshot, digest, activity, people',
  cases: [
    {
      title: 'snapshot pages are in order of id and add up to the total',
      async run(context) {
        await applied(context.ana, ...Array.from({ length: 5 }, () => insertClient(v7())));
        const { records, total } = await readTable(context, 'clients', '3');
        const ids = records.map((record) => record.recordId);
        deepEqual(ids, [...new Set(ids)].sort());
        equal(ids.length, total);
      },
    },
    {
      title: 'a snapshot stays pinned: what is written after its sequence is left to the feed',
      async run(context) {
        const { ana, ben } = context;
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const first = await readPage(context, { table: 'clients', limit: '1' });
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        const late = v7();
        await applied(ana, update('clients', id, { name: 'B' }, seen), insertClient(late));
        const pinned = { table: 'clients', asOf: String(first.asOf), limit: '1000' };
        const rest = await readPage(context, pinned);
        ok(rest.records.every((record) => record.version <= first.asOf));
        ok(rest.records.every((record) => record.recordId !== late && record.recordId !== id));
        ben.setCursor(first.asOf);
        const ids = (await ben.pull()).map((record) => record.recordId);
        ok(ids.includes(id) && ids.includes(late));
      },
    },
    {
      title: 'a snapshot range ends with `through`, inclusively, and begins after `after`',
      async run(context) {
        const ids = Array.from({ length: 3 }, () => v7()).sort();
        await applied(context.ana, ...ids.map((id) => insertClient(id)));
        const [first = '', second = '', third = ''] = ids;
        const page = await readPage(context, { table: 'clients', after: first, through: second });
        deepEqual(
          page.records.map((record) => record.recordId).filter((id) => ids.includes(id)),
          [second],
        );
        notEqual(second, third);
      },
    },
    {
      title: 'a snapshot of another epoch is refused as sync.epochChanged',
      async run({ http, ana }) {
        const problem = await http.problem(409, '/v1/snapshot?table=clients&epoch=some-other-epoch', {
          token: ana.session.token,
        });
        equal(problem.code, 'sync.epochChanged');
      },
    },
    {
      title: 'a snapshot of the present epoch names it',
      async run(context) {
        const page = await readPage(context, { table: 'tasks', limit: '1', epoch: context.ana.epoch() });
        equal(page.epoch, context.ana.epoch());
      },
    },
    {
      title: 'a snapshot of an unknown table is refused',
      async run({ http, ana }) {
        const problem = await http.problem(400, '/v1/snapshot?table=trials', { token: ana.session.token });
        equal(problem.code, 'table.unknown');
      },
    },
    {
      title: 'the digest of a round is the sum over the records of the snapshot, tombstones too',
      async run(context) {
        await applied(context.ana, insertClient(v7()));
        await context.ana.pull();
        const answer = await context.ana.round();
        for (const table of ['clients', 'engagements', 'tasks']) {
          const { records } = await readTable(context, table, '1000');
          equal(answer.digest?.[table], digestOf(records), table);
        }
      },
    },
    {
      title: 'digest ranges are consecutive, cover what was asked for and match the snapshot',
      async run(context) {
        const { http, ana } = context;
        const answer = await http.read(digestRangesSchema, '/v1/digest?table=clients', { token: ana.session.token });
        const { records } = await readTable(context, 'clients', '1000');
        ok(answer.ranges.length <= 16);
        equal(answer.ranges[0]?.after, null);
        equal(answer.ranges.at(-1)?.through, null);
        answer.ranges.forEach((range, index) => {
          if (index > 0) equal(range.after, answer.ranges[index - 1]?.through);
          const inside = records.filter(
            ({ recordId }) =>
              (range.after === null || recordId > range.after) && (range.through === null || recordId <= range.through),
          );
          equal(range.count, inside.length);
          equal(range.digest, digestOf(inside));
        });
      },
    },
    {
      title: 'a digest range can be bisected further',
      async run({ http, ana }) {
        const token = ana.session.token;
        const { ranges } = await http.read(digestRangesSchema, '/v1/digest?table=clients', { token });
        const wide = ranges[1] ?? ranges[0];
        const query = new URLSearchParams({
          table: 'clients',
          ...(wide?.after === null || wide === undefined ? {} : { after: wide.after }),
          ...(wide?.through === null || wide === undefined ? {} : { through: wide.through }),
        });
        const narrow = await http.read(digestRangesSchema, `/v1/digest?${query}`, { token });
        equal(
          narrow.ranges.reduce((sum, range) => sum + range.count, 0),
          wide?.count,
        );
      },
    },
    {
      title: 'activity lists each change of a record, newest first, field by field',
      async run({ http, ana }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        const [renamed] = await applied(ana, update('clients', id, { name: 'B' }, seen));
        const page = await http.read(activityPageSchema, `/v1/activity?table=clients&recordId=${id}`, {
          token: ana.session.token,
        });
        deepEqual(
          page.entries.map((entry) => entry.operation),
          ['update', 'insert'],
        );
        deepEqual(page.entries[0]?.fields, { name: { from: 'A', to: 'B' } });
        equal(page.entries[0]?.seq, versionOf(renamed));
        equal(page.entries[0]?.personName, ana.session.person.name);
        equal(page.entries[0]?.deviceName, 'conformance ana');
      },
    },
    {
      title: 'activity pages follow one another by `before`',
      async run({ http, ana }) {
        const id = v7();
        const seen = { base: { name: 'A' }, baseVersion: 0 };
        const renames = ['B', 'C', 'D'].map((name) => update('clients', id, { name }, seen));
        await applied(ana, insertClient(id, { name: 'A' }), ...renames);
        const token = ana.session.token;
        const path = `/v1/activity?table=clients&recordId=${id}&limit=2`;
        const first = await http.read(activityPageSchema, path, { token });
        const second = await http.read(activityPageSchema, `${path}&before=${first.next}`, { token });
        deepEqual(
          [...first.entries, ...second.entries].map((entry) => entry.fields.name?.to),
          ['D', 'C', 'B', 'A'],
        );
        equal(second.next, null);
      },
    },
    {
      title: 'people of the firm are listed, oneself among them',
      async run({ http, ana }) {
        const { people } = await http.read(peopleSchema, '/v1/people', { token: ana.session.token });
        ok(people.some((person) => person.id === ana.session.person.id && person.active));
      },
    },
  ],
};
