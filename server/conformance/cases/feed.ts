import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { MAX_PAGE_BYTES, type ServerRecord, snapshotPageSchema } from '#app/contract/protocol.ts';
import { addToDigest, digestHex, parseDigest, recordHash } from '#app/rules/digest.ts';
import { insertClient, update } from '../changes.ts';
import { applied, type CaseGroup, versionOf } from '../kit.ts';

export const feed: CaseGroup = {
  name: 'Feed and cursor',
  cases: [
    {
      title: 'another device’s write comes with the feed',
      async run({ ana, ben }) {
        const id = v7();
        await applied(ana, insertClient(id, { name: 'Feed' }));
        const record = (await ben.pull()).find((candidate) => candidate.recordId === id);
        equal(record?.data.name, 'Feed');
        equal(record?.table, 'clients');
      },
    },
    {
      title: 'a device reads its own writes in the answer to them, in an ack or in the feed',
      async run({ ana }) {
        const id = v7();
        await ana.pull();
        const answer = await ana.round({ changes: [insertClient(id)] });
        ok([...answer.acks.map((ack) => ack.record), ...answer.feed].some((record) => record?.recordId === id));
        equal(answer.cursor, versionOf(answer.acks[0]));
      },
    },
    {
      title: 'others’ writes come with the feed of a round that writes itself',
      async run({ ana, ben }) {
        await ben.pull();
        const [theirs, own] = [v7(), v7()];
        await applied(ana, insertClient(theirs));
        const answer = await ben.round({ changes: [insertClient(own)] });
        ok(answer.feed.some((record) => record.recordId === theirs));
        ok(answer.acks.some(({ record }) => record?.recordId === own));
      },
    },
    {
      title: 'where nothing more is to come, acks and feed together are what the digest covers',
      async run({ ana, ben }) {
        await ana.pull();
        const before = await ben.round();
        const [mine, theirs] = [v7(), v7()];
        await applied(ana, insertClient(theirs));
        const answer = await ben.round({ changes: [insertClient(mine), insertClient(v7())] });
        const got = new Map<string, ServerRecord>();
        for (const { record } of answer.acks) if (record) got.set(record.recordId, record);
        for (const record of answer.feed) got.set(record.recordId, record);
        let digest = parseDigest(before.digest?.clients ?? '0');
        for (const { recordId, version } of got.values()) digest = addToDigest(digest, recordHash(recordId, version));
        equal(answer.digest?.clients, digestHex(digest));
        equal(got.size, 3);
      },
    },
    {
      title: 'the feed is in order of version and every record in it is newer than the cursor',
      async run({ ana, ben }) {
        await ben.pull();
        const from = ben.cursor();
        await applied(ana, ...Array.from({ length: 7 }, () => insertClient(v7())));
        const versions = (await ben.pull(3)).map((record) => record.version);
        deepEqual(
          versions,
          [...versions].sort((a, b) => a - b),
        );
        ok(versions.every((version) => version > from));
        ok(versions.length >= 7);
      },
    },
    {
      title: 'pages add up: nothing twice, nothing left out',
      async run({ ana, ben }) {
        await ben.pull();
        const ids = Array.from({ length: 10 }, () => v7());
        await applied(ana, ...ids.map((id) => insertClient(id)));
        const pulled = (await ben.pull(3)).map((record) => record.recordId).filter((id) => ids.includes(id));
        deepEqual(pulled.sort(), ids.sort());
      },
    },
    {
      title: 'a page never splits a transaction',
      async run({ ana, ben }) {
        await ben.pull();
        const txnId = v7();
        const ids = Array.from({ length: 9 }, () => v7());
        await applied(ana, insertClient(v7()), ...ids.map((id) => insertClient(id, {}, { txnId })));
        let seen = 0;
        for (let more = true; more; ) {
          const answer = await ben.round({ limit: 4 });
          const found = answer.feed.filter((record) => ids.includes(record.recordId)).length;
          ok(
            found === 0 || found === ids.length,
            `a page carried ${found} of ${ids.length} records of one transaction`,
          );
          seen += found;
          more = answer.more;
        }
        equal(seen, ids.length);
      },
    },
    {
      title: 'a page of the feed or of a snapshot ends before it outgrows 4 MiB, however large the records',
      async run({ ana, ben, http }) {
        await ben.pull();
        const changes = Array.from({ length: 45 }, () => insertClient(v7(), { notes: 'n'.repeat(99_000) }));
        for (let sent = 0; sent < changes.length; sent += 15) await applied(ana, ...changes.slice(sent, sent + 15));
        const ids = new Set<string>();
        for (let more = true; more; ) {
          const answer = await ben.round();
          ok(bytesOf(answer.feed) <= MAX_PAGE_BYTES);
          for (const { recordId } of answer.feed) ids.add(recordId);
          ({ more } = answer);
        }
        ok(changes.every(({ recordId }) => ids.has(recordId)));
        const query = new URLSearchParams({ table: 'clients', limit: '1000', after: changes[0]?.recordId ?? '' });
        const page = await http.read(snapshotPageSchema, `/v1/snapshot?${query}`, { token: ana.session.token });
        ok(bytesOf(page.records) <= MAX_PAGE_BYTES);
        notEqual(page.next, null);
      },
    },
    {
      title: 'while `more` is true there is no digest and the cursor is the last record’s version',
      async run({ ana, ben }) {
        await ben.pull();
        await applied(ana, insertClient(v7()), insertClient(v7()), insertClient(v7()));
        const answer = await ben.round({ limit: 1 });
        equal(answer.more, true);
        equal(answer.digest, undefined);
        equal(answer.cursor, answer.feed.at(-1)?.version);
        await ben.pull();
      },
    },
    {
      title: 'a record written several times comes once, as it stands now',
      async run({ ana, ben }) {
        await ben.pull();
        const id = v7();
        const seen = { base: { name: 'A' }, baseVersion: 0 };
        await applied(ana, insertClient(id, { name: 'A' }), update('clients', id, { name: 'B' }, seen));
        const found = (await ben.pull()).filter((record) => record.recordId === id);
        deepEqual(
          found.map((record) => record.data.name),
          ['B'],
        );
      },
    },
    {
      title: 'stamps say which device wrote a field last, at which version',
      async run({ ana, ben, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const baseVersion = versionOf(made);
        const [renamed] = await applied(
          ben,
          update('clients', id, { name: 'B' }, { base: { name: 'A' }, baseVersion }),
        );
        const record = await recordNow('clients', id);
        deepEqual(record?.stamps.name, { version: versionOf(renamed), device: ben.deviceId });
        deepEqual(record?.stamps['+'], { version: baseVersion, device: ana.deviceId });
      },
    },
    {
      title: 'with nothing new the cursor stays and the feed is empty',
      async run({ ana }) {
        await ana.pull();
        const before = ana.cursor();
        const answer = await ana.round();
        deepEqual([answer.feed.length, answer.cursor, answer.more], [0, before, false]);
        ok(answer.digest);
      },
    },
    {
      title: 'a cursor beyond everything committed is refused',
      async run({ newDevice }) {
        const device = await newDevice();
        equal((await device.refusedRound(400, { cursor: 9_000_000_000 })).code, 'request.invalid');
      },
    },
    {
      title: 'concurrent writers never let a cursor skip a commit',
      async run({ newDevice, http }) {
        const writers = await Promise.all([newDevice(), newDevice(), newDevice()]);
        const reader = await newDevice();
        const written = new Set<string>();
        const read = new Set<string>();
        const writing = Promise.all(
          writers.map(async (writer) => {
            for (let batch = 0; batch < 6; batch += 1) {
              const ids = Array.from({ length: 5 }, () => v7());
              await applied(writer, ...ids.map((id) => insertClient(id)));
              for (const id of ids) written.add(id);
            }
          }),
        );
        let isWriting = true;
        void writing.finally(() => {
          isWriting = false;
        });
        while (isWriting) for (const record of await reader.pull(7)) read.add(record.recordId);
        await writing;
        for (const record of await reader.pull(7)) read.add(record.recordId);
        deepEqual(
          [...written].filter((id) => !read.has(id)),
          [],
        );
        const page = await http.read(snapshotPageSchema, '/v1/snapshot?table=clients&limit=1', {
          token: reader.session.token,
        });
        equal(reader.cursor(), page.asOf);
        notEqual(written.size, 0);
      },
    },
  ],
};

function bytesOf(records: readonly ServerRecord[]): number {
  return records.reduce(
    (sum, { data, stamps }) => sum + Buffer.byteLength(JSON.stringify(data) + JSON.stringify(stamps)),
    0,
  );
}
