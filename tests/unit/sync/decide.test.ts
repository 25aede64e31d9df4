import { describe, expect, it } from 'vitest';
import type { Proposal, RecordState } from '#app/contract/fold.ts';
import type { Stamp } from '#app/contract/protocol.ts';
import { ferrySchema, type RecordData, withInitialValues } from '#app/schema/index.ts';
import { type Acceptance, decide, stampsAfter } from '#app/sync/decide.ts';

const ANA = 'device-ana';
const BEN = 'device-ben';

const tasks = ferrySchema.entity('tasks');
const clients = ferrySchema.entity('clients');
if (!tasks || !clients) throw new Error('The schema lost a table.');

const inserted = withInitialValues(tasks, { title: 'Call', engagementId: 'e-1', minutesSpent: 10, tags: ['a'] });

/** A task that Ben made at version 1, with what was written since. */
function aRecord(more: Partial<RecordState> & { stamps?: Record<string, Stamp> } = {}): RecordState {
  return {
    data: inserted,
    deleted: false,
    version: 5,
    ...more,
    stamps: { '+': { version: 1, device: BEN }, ...more.stamps },
  };
}

function anUpdate(data: RecordData, more: Partial<Proposal> = {}): Proposal {
  return { operation: 'update', data, base: {}, baseVersion: 3, ...more };
}

const byBen = (version: number): Stamp => ({ version, device: BEN });

function accepted(record: RecordState | undefined, change: Proposal, device = ANA): Acceptance {
  const decision = decide(tasks as NonNullable<typeof tasks>, record, change, device);
  if (decision.outcome === 'rejected' || decision.outcome === 'retry') throw new Error(`was ${decision.outcome}`);
  return decision;
}

describe('an update', () => {
  it('of a field nobody else touched since is simply applied', () => {
    const decision = accepted(aRecord(), anUpdate({ title: 'Write' }, { base: { title: 'Call' } }));
    expect(decision).toMatchObject({ outcome: 'applied', touched: ['title'], conflicts: [] });
    expect(decision.data).toEqual({ ...inserted, title: 'Write' });
  });

  it('of another field than somebody else’s is merged', () => {
    const record = aRecord({ stamps: { status: byBen(4) }, data: { ...inserted, status: 'done' } });
    const decision = accepted(record, anUpdate({ title: 'Write' }));
    expect(decision).toMatchObject({ outcome: 'merged', touched: ['title'], data: { status: 'done', title: 'Write' } });
  });

  it('to the value another device wrote is no conflict and writes nothing', () => {
    const record = aRecord({ stamps: { status: byBen(4) }, data: { ...inserted, status: 'done' } });
    expect(accepted(record, anUpdate({ status: 'done' }))).toMatchObject({ touched: [], conflicts: [] });
  });

  it.each([
    ['last write wins: mine is kept, theirs is set aside', 'title', 'before', 'Write', 'Phone', 'Write'],
    ['ask: theirs stays until a person decides', 'dueDate', '2026-03-01', '2026-04-01', '2026-05-01', '2026-05-01'],
  ])('%s', (_case, field, base, mine, theirs, kept) => {
    const record = aRecord({ stamps: { [field]: byBen(4) }, data: { ...inserted, [field]: theirs } });
    const decision = accepted(record, anUpdate({ [field]: mine }, { base: { [field]: base } }));
    expect(decision.outcome).toBe('conflict');
    expect(decision.data[field]).toBe(kept);
    expect(decision.conflicts).toEqual([{ field, base, mine, theirs, kept }]);
  });

  it.each([
    ['prose', 'notes', 'x'.repeat(100_001), 'mine', 'theirs'],
    ['a counter', 'minutesSpent', 'many', 20, 30],
    ['a set', 'tags', [7], ['mine'], ['theirs']],
  ])(
    'built on what the field cannot have held sets mine aside where others wrote: %s',
    (_case, field, base, mine, theirs) => {
      const record = aRecord({ stamps: { [field]: byBen(4) }, data: { ...inserted, [field]: theirs } });
      const change = anUpdate({ [field]: mine }, { base: { [field]: base } });
      expect(accepted(record, change)).toMatchObject({
        data: { [field]: theirs },
        conflicts: [{ field, base: null, mine, theirs, kept: theirs }],
      });
      expect(accepted(record, { ...change, baseVersion: 4 })).toMatchObject({ data: { [field]: mine }, conflicts: [] });
    },
  );

  it('that saw the other’s write overwrites it without a conflict', () => {
    const record = aRecord({ stamps: { title: byBen(4) } });
    expect(accepted(record, anUpdate({ title: 'Write' }, { baseVersion: 4 })).outcome).toBe('applied');
  });

  it('never conflicts with a later write of its own device', () => {
    const record = aRecord({ stamps: { title: { version: 4, device: ANA } } });
    expect(accepted(record, anUpdate({ title: 'Write' })).outcome).toBe('applied');
  });

  it('adds minutes and joins tags even where it saw nothing of the other’s', () => {
    const record = aRecord({
      stamps: { minutesSpent: byBen(4), tags: byBen(4) },
      data: { ...inserted, minutesSpent: 25, tags: ['a', 'b'] },
    });
    const base = { minutesSpent: 10, tags: ['a'] };
    const decision = accepted(record, anUpdate({ minutesSpent: 15, tags: ['a', 'c'] }, { base }));
    expect(decision.data).toMatchObject({ minutesSpent: 30, tags: ['a', 'b', 'c'] });
    expect(decision.conflicts).toEqual([]);
  });

  it('whose merge would be no valid value leaves theirs and sets mine aside', () => {
    const many = (prefix: string) => Array.from({ length: 40 }, (_, index) => `${prefix}${index}`).sort();
    const record = aRecord({ stamps: { tags: byBen(4) }, data: { ...inserted, tags: many('t') } });
    const decision = accepted(record, anUpdate({ tags: many('m') }, { base: { tags: [] } }));
    expect(decision.data.tags).toEqual(many('t'));
    expect(decision.conflicts).toMatchObject([{ field: 'tags', mine: many('m') }]);
  });

  it('of a record nobody has is refused; after a restore it waits for the insert', () => {
    expect(decide(tasks, undefined, anUpdate({ title: 'x' }), ANA)).toEqual({
      outcome: 'rejected',
      code: 'record.unknown',
    });
    expect(decide(tasks, undefined, anUpdate({ title: 'x' }, { origin: 4 }), ANA)).toEqual({ outcome: 'retry' });
    expect(decide(tasks, undefined, anUpdate({ title: 'x' }, { capped: true }), ANA)).toEqual({ outcome: 'retry' });
  });
});

describe('deletion against edit', () => {
  it('a deletion of what nobody edited since happens', () => {
    expect(accepted(aRecord(), { operation: 'delete', data: {}, baseVersion: 3 })).toMatchObject({
      outcome: 'applied',
      deleted: true,
      touched: ['*'],
    });
  });

  it('a deletion that did not see an edit leaves the record and says so', () => {
    const record = aRecord({ stamps: { title: byBen(4) } });
    const decision = accepted(record, { operation: 'delete', data: {}, baseVersion: 3 });
    expect(decision).toMatchObject({ outcome: 'conflict', deleted: false, touched: [] });
    expect(decision.conflicts).toEqual([{ field: '*', base: null, mine: 'deleted', theirs: inserted, kept: inserted }]);
  });

  it('a deletion of an insert this desk never saw is a conflict too', () => {
    const decision = accepted(aRecord({ stamps: { '+': byBen(4) } }), {
      operation: 'delete',
      data: {},
      baseVersion: 3,
    });
    expect(decision.outcome).toBe('conflict');
  });

  it('an edit brings back what somebody else deleted, and says so', () => {
    const record = aRecord({ deleted: true, stamps: { '*': byBen(4) } });
    const decision = accepted(record, anUpdate({ title: 'Write' }));
    expect(decision).toMatchObject({ outcome: 'conflict', deleted: false, touched: ['title', '*'] });
    expect(decision.conflicts).toMatchObject([{ field: '*', mine: { title: 'Write' }, theirs: 'deleted' }]);
  });

  it('deleting what is deleted already writes nothing', () => {
    const record = aRecord({ deleted: true, stamps: { '*': byBen(4) } });
    expect(accepted(record, { operation: 'delete', data: {}, baseVersion: 3 })).toMatchObject({
      outcome: 'applied',
      deleted: true,
      touched: [],
    });
  });
});

describe('an insert', () => {
  it('of a new record takes its data as they are, without sharing them', () => {
    const data = { title: 'x' };
    const decision = accepted(undefined, { operation: 'insert', data, baseVersion: 0 });
    expect(decision.data).toEqual(data);
    expect(decision.data).not.toBe(data);
  });

  it('restores a deleted record', () => {
    const record = aRecord({ deleted: true, stamps: { '*': { version: 4, device: ANA } } });
    const decision = accepted(record, { operation: 'insert', data: inserted, baseVersion: 4 });
    expect(decision).toMatchObject({ outcome: 'applied', deleted: false, touched: ['*'] });
  });

  it('that meets a record of the same id sets aside what differs instead of adding it up', () => {
    const record = aRecord({ stamps: { '+': byBen(4) }, data: { ...inserted, minutesSpent: 25 } });
    const decision = accepted(record, { operation: 'insert', data: { ...inserted, minutesSpent: 5 }, baseVersion: 0 });
    expect(decision.data.minutesSpent).toBe(25);
    expect(decision.conflicts).toMatchObject([{ field: 'minutesSpent', mine: 5, theirs: 25 }]);
  });

  it('never puts its values over newer ones of the same device', () => {
    const record = aRecord({
      stamps: { '+': { version: 4, device: ANA }, title: { version: 6, device: ANA } },
      data: { ...inserted, title: 'newer', minutesSpent: 86 },
    });
    const old = { ...inserted, title: 'older', minutesSpent: 25 };
    const decision = accepted(record, { operation: 'insert', data: old, baseVersion: 0 });
    expect(decision.data).toMatchObject({ title: 'newer', minutesSpent: 86 });
    expect(decision.conflicts.map(({ field, mine }) => [field, mine])).toEqual([
      ['title', 'older'],
      ['minutesSpent', 25],
    ]);
  });
});

describe('after a restore of the server', () => {
  const reoffered = (version: number, origin: number): Stamp => ({ version, device: BEN, origin });

  it('of two re-offered writes the one the lost data set had put last stands, whichever comes first', () => {
    const record = aRecord({ stamps: { title: reoffered(4, 90) }, data: { ...inserted, title: 'Ben' } });
    expect(accepted(record, anUpdate({ title: 'Ana' }, { origin: 80 }))).toMatchObject({
      outcome: 'applied',
      touched: [],
      data: { title: 'Ben' },
    });
    expect(accepted(record, anUpdate({ title: 'Ana' }, { origin: 95 }))).toMatchObject({
      outcome: 'applied',
      touched: ['title'],
      data: { title: 'Ana' },
    });
  });

  it('against a write made since it is an ordinary conflict', () => {
    const record = aRecord({ stamps: { title: byBen(4) }, data: { ...inserted, title: 'Ben' } });
    expect(accepted(record, anUpdate({ title: 'Ana' }, { origin: 80 })).outcome).toBe('conflict');
  });

  it('keeps an edit under a deletion that came after it', () => {
    const record = aRecord({ deleted: true, stamps: { '*': reoffered(4, 90) } });
    const decision = accepted(record, anUpdate({ minutesSpent: 15 }, { base: { minutesSpent: 10 }, origin: 80 }));
    expect(decision).toMatchObject({ outcome: 'applied', deleted: true, data: { minutesSpent: 15 } });
  });
});

describe('stamps', () => {
  it('give an insert one stamp for all fields, and an update one a field', () => {
    expect(stampsAfter(undefined, ['title', 'status'], {}, 7, ANA)).toEqual({ '+': { version: 7, device: ANA } });
    expect(stampsAfter(aRecord(), ['title'], { origin: 3 }, 7, ANA)).toEqual({
      '+': { version: 1, device: BEN },
      title: { version: 7, device: ANA, origin: 3 },
    });
  });
});
