import { deepEqual, equal, ok } from 'node:assert/strict';
import { v7 } from 'uuid';
import { anyChange, insertClient, remove, update } from '../changes.ts';
import { applied, type CaseGroup, versionOf } from '../kit.ts';

export const validation: CaseGroup = {
  name: 'Validation',
  cases: [
    {
      title: 'an unknown table is rejected as table.unknown',
      async run({ ana }) {
        const ack = await ana.pushOne(anyChange({ table: 'trials' }));
        deepEqual([ack.outcome, ack.code], ['rejected', 'table.unknown']);
      },
    },
    {
      title: 'a required field left empty is rejected and named',
      async run({ ana }) {
        const ack = await ana.pushOne(insertClient(v7(), { name: '   ' }));
        deepEqual([ack.outcome, ack.code], ['rejected', 'validation.failed']);
        ok(ack.fieldErrors?.name);
      },
    },
    {
      title: 'an insert without all fields is rejected',
      async run({ ana }) {
        equal((await ana.pushOne(anyChange({ data: { name: 'Half' } }))).code, 'validation.failed');
      },
    },
    {
      title: 'an unknown field is refused as validation.unknownField and named',
      async run({ ana }) {
        const ack = await ana.pushOne(insertClient(v7(), { favouriteColour: 'blue' }));
        deepEqual([ack.outcome, ack.code], ['rejected', 'validation.unknownField']);
        ok(ack.fieldErrors?.favouriteColour);
      },
    },
    {
      title: 'an unknown field in an update is refused and the known ones are not applied either',
      async run({ ana, recordNow }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        equal((await ana.pushOne(update('clients', id, { name: 'B', colour: 'red' }, seen))).outcome, 'rejected');
        equal((await recordNow('clients', id))?.data.name, 'A');
      },
    },
    {
      title: 'a value over its limit is rejected',
      async run({ ana }) {
        equal((await ana.pushOne(insertClient(v7(), { notes: 'x'.repeat(100_001) }))).code, 'validation.failed');
      },
    },
    {
      title: 'a deletion that carries fields is rejected',
      async run({ ana }) {
        const id = v7();
        const [made] = await applied(ana, insertClient(id));
        const ack = await ana.pushOne({ ...remove('clients', id, versionOf(made)), data: { name: 'x' } });
        equal(ack.code, 'validation.failed');
      },
    },
    {
      title: 'a change that builds on a version the server never had is rejected',
      async run({ ana }) {
        const id = v7();
        await applied(ana, insertClient(id));
        const seen = { base: { name: 'x' }, baseVersion: 9_000_000_000 };
        equal((await ana.pushOne(update('clients', id, { name: 'B' }, seen))).outcome, 'rejected');
      },
    },
    {
      title: 'emoji, right-to-left names, quotes and SQL are data and come back as they went',
      async run({ ana, recordNow }) {
        const id = v7();
        const name = `שלום 👩‍👩‍👧‍👦 O'Brien "; DROP TABLE records; -- %_\\ \${x}`;
        await applied(ana, insertClient(id, { name }));
        equal((await recordNow('clients', id))?.data.name, name);
      },
    },
    {
      title: 'names of an object’s prototype are data as values and as ids',
      async run({ ana, recordNow }) {
        const id = `__proto__-${v7()}`;
        await applied(ana, insertClient(id, { name: '__proto__', tags: ['constructor', 'toString'] }));
        deepEqual((await recordNow('clients', id))?.data.tags, ['constructor', 'toString']);
        equal((await ana.pushOne(anyChange({ table: 'constructor' }))).code, 'table.unknown');
      },
    },
    {
      title: 'a prototype key among the fields is refused',
      async run({ ana, http }) {
        const body = JSON.stringify(ana.nextRequest({ changes: [insertClient(v7())] }));
        const hostile = body.replace('"data":{', '"data":{"__proto__":{"admin":true},');
        equal(
          (await http.problem(400, '/v1/sync', { token: ana.session.token, body: hostile })).code,
          'request.invalid',
        );
      },
    },
    {
      title: 'an unknown operation makes the request invalid',
      async run({ ana, http }) {
        const body = { ...ana.nextRequest(), changes: [{ ...insertClient(v7()), operation: 'truncate' }] };
        const problem = await http.problem(400, '/v1/sync', { token: ana.session.token, body });
        equal(problem.code, 'request.invalid');
        ok(problem.errors?.some((error) => error.path.startsWith('changes.0.operation')));
      },
    },
    {
      title: 'an id of any printable ASCII can be written, read, edited and deleted',
      async run({ ana, ben, recordNow }) {
        const id = `a/b?c#%2F&'"<${v7().slice(-12)}>`;
        const [made] = await applied(ana, insertClient(id, { name: 'A' }));
        ok((await ben.pull()).some(({ recordId }) => recordId === id));
        const seen = { base: { name: 'A' }, baseVersion: versionOf(made) };
        equal((await ben.pushOne(update('clients', id, { name: 'B' }, seen))).outcome, 'applied');
        const now = await recordNow('clients', id);
        equal(now?.data.name, 'B');
        equal((await ana.pushOne(remove('clients', id, now?.version ?? 0))).outcome, 'applied');
      },
    },
    {
      title: 'an id outside printable ASCII makes the request invalid',
      async run({ ana, http }) {
        const body = { ...ana.nextRequest(), changes: [insertClient('naïve id')] };
        equal((await http.problem(400, '/v1/sync', { token: ana.session.token, body })).code, 'request.invalid');
      },
    },
  ],
};
