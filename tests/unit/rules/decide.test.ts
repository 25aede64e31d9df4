import { describe, expect, it } from 'vitest';
import type { Stamp } from '#app/contract/protocol.ts';
import { type Acceptance, decide } from '#app/rules/decide.ts';
import type { Proposal, RecordState } from '#app/rules/record-state.ts';
import { stampsAfter } from '#app/rules/stamps.ts';
import { ferrySchema, type RecordData, withInitialValues } from '#app/schema/index.ts';

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
  it('of a field nobody else has changed since is applied', () => {
    const decision = accepted(aRecord(), anUpdate({ title: 'Write' }, { base: { title: 'Call' } }));
    expect(decision).toMatchObject({ outcome: 'applied', touched: ['title'], conflicts: [] });
    expect(decision.data).toEqual({ ...inserted, title: 'Write' });
  });

  it('of a different field than a colleague’s is merged', () => {
    const record = aRecord({ stamps: { status: byBen(4) }, data: { ...inserted, status: 'done' } });
    const decision = accepted(record, anUpdate({ title: 'Write' }));
    expect(decision).toMatchObject({ outcome: 'merged', touched: ['title'], data: { status: 'done', title: 'Write' } });
  });

  it('to the value another device wrote causes no conflict and writes nothing', () => {
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
  ])('based on an impossible value sets mine aside if others wrote: %s', (_case, field, base, mine, theirs) => {
    const record = aRecord({ stamps: { [field]: byBen(4) }, data: { ...inserted, [field]: theirs } });
    const change = anUpdate({ [field]: mine }, { base: { [field]: base } });
    expect(accepted(record, change)).toMatchObject({
      data: { [field]: theirs },
      conflicts: [{ field, base: null, mine, theirs, kept: theirs }],
    });
    expect(accepted(record, { ...change, baseVersion: 4 })).toMatchObject({ data: { [field]: mine }, conflicts: [] });
  });

  it('that saw the other’s write overwrites it without a conflict', () => {
    const record = aRecord({ stamps: { title: byBen(4) } });
    expect(accepted(record, anUpdate({ title: 'Write' }, { baseVersion: 4 })).outcome).toBe('applied');
  });

  it('never conflicts with a later write of its own device', () => {
    const record = aRecord({ stamps: { title: { version: 4, device: ANA } } });
    expect(accepted(record, anUpdate({ title: 'Write' })).outcome).toBe('applied');
  });

  it('adds minutes and joins tags even if it has not seen the other’s', () => {
    const record = aRecord({
      stamps: { minutesSpent: byBen(4), tags: byBen(4) },
      data: { ...inserted, minutesSpent: 25, tags: ['a', 'b'] },
    });
    const base = { minutesSpent: 10, tags: ['a'] };
    const decision = accepted(record, anUpdate({ minutesSpent: 15, tags: ['a', 'c'] }, { base }));
    expect(decision.data).toMatchObject({ minutesSpent: 30, tags: ['a', 'b', 'c'] });
    expect(decision.conflicts).toEqual([]);
  });

  it('whose merge would be invalid keeps theirs and sets mine aside', () => {
    const many = (prefix: string) => Array.from({ length: 40 }, (_, index) => `${prefix}${index}`).sort();
    const record = aRecord({ stamps: { tags: byBen(4) }, data: { ...inserted, tags: many('t') } });
    const decision = accepted(record, anUpdate({ tags: many('m') }, { base: { tags: [] } }));
    expect(decision.data.tags).toEqual(many('t'));
    expect(decision.conflicts).toMatchObject([{ field: 'tags', mine: many('m') }]);
  });

  it('of an unknown record is refused; after a restore it waits for the insert', () => {
    expect(decide(tasks, undefined, anUpdate({ title: 'x' }), ANA)).toEqual({
      outcome: 'rejected',
      code: 'record.unknown',
    });
    expect(decide(tasks, undefined, anUpdate({ title: 'x' }, { origin: 4 }), ANA)).toEqual({ outcome: 'retry' });
    expect(decide(tasks, undefined, anUpdate({ title: 'x' }, { capped: true }), ANA)).toEqual({ outcome: 'retry' });
  });
});

describe('deletion against edit', () => {
  it('a deletion of a record nobody has edited since is applied', () => {
    expect(accepted(aRecord(), { operation: 'delete', data: {}, baseVersion: 3 })).toMatchObject({
      outcome: 'applied',
      deleted: true,
      touched: ['*'],
    });
  });

  it('a deletion that did not see an edit keeps the record and reports a conflict', () => {
    const record = aRecord({ stamps: { title: byBen(4) } });
    const decision = accepted(record, { operation: 'delete', data: {}, baseVersion: 3 });
    expect(decision).toMatchObject({ outcome: 'conflict', deleted: false, touched: [] });
    expect(decision.conflicts).toEqual([{ field: '*', base: null, mine: 'deleted', theirs: inserted, kept: inserted }]);
  });

  it('a deletion of an insert this desk never saw is also a conflict', () => {
    const decision = accepted(aRecord({ stamps: { '+': byBen(4) } }), {
      operation: 'delete',
      data: {},
      baseVersion: 3,
    });
    expect(decision.outcome).toBe('conflict');
  });

  it('an edit restores a record that a colleague deleted, and reports it', () => {
    const record = aRecord({ deleted: true, stamps: { '*': byBen(4) } });
    const decision = accepted(record, anUpdate({ title: 'Write' }));
    expect(decision).toMatchObject({ outcome: 'conflict', deleted: false, touched: ['title', '*'] });
    expect(decision.conflicts).toMatchObject([{ field: '*', mine: { title: 'Write' }, theirs: 'deleted' }]);
  });

  it('deleting a deleted record writes nothing', () => {
    const record = aRecord({ deleted: true, stamps: { '*': byBen(4) } });
    expect(accepted(record, { operation: 'delete', data: {}, baseVersion: 3 })).toMatchObject({
      outcome: 'applied',
      deleted: true,
      touched: [],
    });
  });
});

describe('an insert', () => {
  it('of a new record stores a copy of its data', () => {
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

  it('that restores a record does not re-add tags that a colleague has removed since', () => {
    const record = aRecord({ stamps: { tags: byBen(5) }, data: { ...inserted, tags: ['b'] } });
    const data = { ...inserted, tags: ['a', 'c'] };
    const decision = accepted(record, { operation: 'insert', data, base: { tags: ['a'] }, baseVersion: 3 });
    expect(decision.data.tags).toEqual(['b', 'c']);
  });

  it('that restores a deleted record merges its notes with what others wrote, without repeating text', () => {
    const record = aRecord({
      deleted: true,
      data: { ...inserted, notes: 'Met the owner\nInvoice sent\nBen called' },
      stamps: { notes: byBen(4), '*': byBen(5) },
    });
    const seen = { ...inserted, notes: 'Met the owner on Monday\nInvoice sent' };
    const decision = accepted(record, { operation: 'insert', data: seen, baseVersion: 3 });
    expect(decision.data.notes).toBe('Met the owner on Monday\nInvoice sent\nBen called');
  });

  it('with the id of an existing record sets differing values aside instead of adding them up', () => {
    const record = aRecord({ stamps: { '+': byBen(4) }, data: { ...inserted, minutesSpent: 25 } });
    const decision = accepted(record, { operation: 'insert', data: { ...inserted, minutesSpent: 5 }, baseVersion: 0 });
    expect(decision.data.minutesSpent).toBe(25);
    expect(decision.conflicts).toMatchObject([{ field: 'minutesSpent', mine: 5, theirs: 25 }]);
  });

  it('never overwrites newer values of the same device', () => {
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

  it('of two re-offered writes, the one that was last in the lost data set wins, whichever is offered first', () => {
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

  it('a conflict with a later write is an ordinary conflict', () => {
    const record = aRecord({ stamps: { title: byBen(4) }, data: { ...inserted, title: 'Ben' } });
    expect(accepted(record, anUpdate({ title: 'Ana' }, { origin: 80 })).outcome).toBe('conflict');
  });

  it('an earlier line joined into a later text leaves that its rank: a deletion from between is asked about', () => {
    const record = aRecord({ data: { ...inserted, notes: 'Ben' }, stamps: { notes: reoffered(5, 90) } });
    const line = anUpdate({ notes: 'Ana' }, { base: { notes: null }, origin: 80 });
    const joined = accepted(record, line);
    expect(joined.data.notes).toContain('Ben');
    const after: RecordState = {
      ...record,
      data: joined.data,
      version: 6,
      stamps: stampsAfter(record, joined.touched, line, 6, ANA),
    };
    const deletion: Proposal = { operation: 'delete', data: {}, baseVersion: 3, origin: 85 };
    expect(accepted(after, deletion)).toMatchObject({ outcome: 'conflict', deleted: false });
  });

  it('a value put back to what stands there is not replaced unasked by one that comes again', () => {
    const record = aRecord({ version: 3 });
    const back = anUpdate({ status: 'open' }, { base: { status: 'waiting' }, capped: true });
    const decision = accepted(record, back);
    expect(decision).toMatchObject({ outcome: 'applied', touched: ['status'], conflicts: [] });
    const after: RecordState = { ...record, version: 6, stamps: stampsAfter(record, decision.touched, back, 6, ANA) };
    const bens = anUpdate({ status: 'done' }, { base: { status: 'open' }, origin: 80 });
    expect(accepted(after, bens, BEN).conflicts).toMatchObject([{ field: 'status', theirs: 'open', mine: 'done' }]);
  });

  describe('a forgotten edit over an edit of the same device that another’s value had set aside', () => {
    const [hidden, forgotten, mine] = ['2031-02-02', '2030-01-01', '2032-03-03'];
    const record = (stamp: Partial<Stamp> = {}) =>
      aRecord({ data: { ...inserted, dueDate: hidden }, stamps: { dueDate: { version: 4, device: ANA, ...stamp } } });
    const over = (base: string, more: Partial<Proposal> = { capped: true }) =>
      anUpdate({ dueDate: mine }, { base: { dueDate: base }, ...more });

    it('wins, and sets that one aside', () => {
      expect(accepted(record(), over(forgotten))).toMatchObject({
        outcome: 'conflict',
        data: { dueDate: mine },
        conflicts: [{ field: 'dueDate', base: forgotten, mine, theirs: hidden, kept: mine }],
      });
    });

    it.each<[string, RecordState]>([
      ['had been acknowledged', record({ origin: 90 })],
      ['is another’s', record({ device: BEN, version: 2 })],
    ])('also sets it aside if it %s: whoever replaced the value may not have read the conflict', (_what, before) => {
      expect(accepted(before, over(forgotten))).toMatchObject({
        data: { dueDate: mine },
        conflicts: [{ theirs: hidden }],
      });
    });

    it.each<[string, RecordState, Proposal]>([
      ['where it started from that one', record(), over(hidden)],
      ['where it had been acknowledged itself', record(), over(forgotten, { capped: true, origin: 95 })],
      ['where no restore lies between', record(), over(forgotten, {})],
    ])('raises no question %s', (_what, before, change) => {
      expect(accepted(before, change)).toMatchObject({ data: { dueDate: mine }, conflicts: [] });
    });

    it('keeps the record if it is a deletion', () => {
      const deletion: Proposal = { operation: 'delete', data: {}, baseVersion: 3, capped: true };
      expect(accepted(record(), deletion)).toMatchObject({ outcome: 'conflict', deleted: false });
      const title: Stamp = { version: 4, device: ANA };
      expect(accepted(aRecord({ stamps: { title } }), deletion)).toMatchObject({ outcome: 'applied', deleted: true });
    });
  });

  it('raises a question about a deletion of the same device that a forgotten edit had set aside', () => {
    const record = aRecord({ deleted: true, stamps: { '*': { version: 4, device: ANA } } });
    const over = (more: Partial<Proposal>) => anUpdate({ title: 'Write' }, { base: { title: 'Call' }, ...more });
    expect(accepted(record, over({ capped: true })).conflicts).toMatchObject([{ field: '*', theirs: 'deleted' }]);
    expect(accepted(record, over({ capped: true, origin: 95 })).conflicts).toEqual([]);
    expect(accepted(record, over({})).conflicts).toEqual([]);
  });

  describe('an edit offered again into a colleague’s later write', () => {
    // Ben writes after the restore; Ana's first edit, offered again, comes after it, and then what she did next.
    const putInto = (fields: RecordData, field: string) => {
      const bens: Stamp = { version: 5, device: BEN };
      const record = aRecord({ version: 5, data: { ...inserted, ...fields }, stamps: { [field]: bens } });
      return (change: Proposal): RecordState => {
        const { data, touched } = accepted(record, change);
        return aRecord({ version: 6, data, stamps: stampsAfter(record, touched, change, 6, ANA) });
      };
    };

    it('is not removed by a deletion offered again', () => {
      const record = putInto(
        { minutesSpent: 120 },
        'minutesSpent',
      )(anUpdate({ minutesSpent: 15 }, { base: { minutesSpent: 10 }, baseVersion: 3, origin: 80 }));
      const deletion: Proposal = { operation: 'delete', data: {}, baseVersion: 3, origin: 81 };
      expect(accepted(record, deletion)).toMatchObject({ outcome: 'conflict', deleted: false });
    });

    it('is not dropped silently by the next edit of the same text', () => {
      const [was, first, next] = ['one\nmid\ntwo\n', 'one\nAna\nmid\ntwo\n', 'one\nAna\nmid\nthree\n'];
      const record = putInto(
        { notes: 'one\nmid\nBen\n' },
        'notes',
      )(anUpdate({ notes: first }, { base: { notes: was }, baseVersion: 3, origin: 80 }));
      expect(record.data.notes).toBe('one\nAna\nmid\nBen\n');
      const change = anUpdate({ notes: next }, { base: { notes: first }, baseVersion: 3, origin: 81 });
      const { data, conflicts } = accepted(record, change);
      expect(JSON.stringify([data.notes, conflicts])).toContain('Ben');
    });
  });

  it('keeps a line beneath a later write that had not seen it and left the text as the backup has it', () => {
    // Cem added a line; Ben, who had not seen it, added another and took it back. The backup has neither, and Ben comes first.
    const was = 'one\ntwo\n';
    const record = aRecord({ version: 5, data: { ...inserted, notes: was }, stamps: { notes: reoffered(4, 90) } });
    const change = anUpdate({ notes: 'Cem\none\ntwo\n' }, { base: { notes: was }, baseVersion: 3, origin: 80 });
    expect(accepted(record, change).data.notes).toBe('Cem\none\ntwo\n');
  });

  it('does not bring a value back over one that had replaced it with what the backup holds', () => {
    // Ben set it to waiting, then Ana back to open; the backup has open, and Ana is the first to come.
    const record = aRecord({ version: 5, data: { ...inserted, status: 'open' } });
    const anas = anUpdate({ status: 'open' }, { base: { status: 'waiting' }, baseVersion: 3, origin: 81 });
    const { data, touched } = accepted(record, anas);
    const after = aRecord({ version: 6, data, stamps: stampsAfter(record, touched, anas, 6, ANA) });
    const bens = anUpdate({ status: 'waiting' }, { base: { status: 'open' }, baseVersion: 3, origin: 80 });
    expect(accepted(after, bens, BEN).data.status).toBe('open');
  });

  it('keeps an edit under a later deletion', () => {
    const record = aRecord({ deleted: true, stamps: { '*': reoffered(4, 90) } });
    const decision = accepted(record, anUpdate({ minutesSpent: 15 }, { base: { minutesSpent: 10 }, origin: 80 }));
    expect(decision).toMatchObject({ outcome: 'applied', deleted: true, data: { minutesSpent: 15 } });
  });

  it('ranks a twice-deleted record by the later deletion, so that no earlier re-offer undoes it', () => {
    const record = aRecord({ deleted: true, stamps: { '*': reoffered(4, 80) } });
    const deletion: Proposal = { operation: 'delete', data: {}, baseVersion: 3, origin: 95 };
    expect(accepted(record, deletion)).toMatchObject({ outcome: 'applied', deleted: true, touched: ['*'] });
    expect(accepted(record, { ...deletion, origin: 70 }).touched).toEqual([]);
    const later = aRecord({ deleted: true, stamps: { '*': reoffered(5, 95) } });
    const back = accepted(later, { operation: 'insert', data: inserted, baseVersion: 3, origin: 90 });
    expect(back).toMatchObject({ deleted: true, conflicts: [] });
  });

  it('leaves the rank of a later value under a deletion unchanged', () => {
    const stamps = { '*': reoffered(5, 90), title: reoffered(4, 89) };
    const record = aRecord({ deleted: true, data: { ...inserted, title: 'Ben' }, stamps });
    expect(accepted(record, anUpdate({ title: 'Ana' }, { origin: 80 }))).toMatchObject({
      data: { title: 'Ben' },
      touched: [],
    });
  });
});

describe('a line of notes after a restore', () => {
  const based = { notes: 'a\nx\nBen\nc' };

  it('that a colleague wrote is kept in a conflict if two re-offered edits rewrite the words beside it', () => {
    const stamp: Stamp = { version: 5, device: ANA, origin: 92, over: 4 };
    const theirs = 'a\nb\nBen\n\nAna\n';
    const record = aRecord({ data: { ...inserted, notes: theirs }, stamps: { notes: stamp } });
    const change = anUpdate({ notes: 'a\nb' }, { base: { notes: 'a\nb\nAna\n' }, origin: 95 });
    const { data, conflicts } = accepted(record, change);
    expect(`${data.notes} ${conflicts.map((conflict) => conflict.theirs)}`).toContain('Ben');
  });

  it('occurs once if the edit based on it is offered first', () => {
    const record = aRecord({
      data: { ...inserted, ...based },
      stamps: { notes: { version: 5, device: ANA, origin: 12 } },
    });
    const bens = anUpdate({ notes: 'a\nBen' }, { base: { notes: 'a' }, baseVersion: 3, origin: 11 });
    expect(accepted(record, bens, BEN)).toMatchObject({ data: based, conflicts: [] });
  });

  it('occurs once if that edit was still waiting at the restore', () => {
    const record = aRecord({ data: { ...inserted, ...based }, stamps: { notes: { version: 5, device: ANA } } });
    const bens = anUpdate({ notes: 'a\nBen' }, { base: { notes: 'a' }, baseVersion: 3, origin: 11 });
    expect(accepted(record, bens, BEN)).toMatchObject({ data: based, conflicts: [] });
  });

  it('occurs once if the lines before it have been edited', () => {
    const later = { notes: 'first\na b more\nc\nd\ne\nlast' };
    const record = aRecord({
      data: { ...inserted, ...later },
      stamps: { notes: { version: 5, device: ANA, origin: 20 } },
    });
    const edits = [
      ['', 'a b\nc\n'],
      ['a b\nc\n', 'a b\nc\nd\n'],
      ['a b\nc\nd\n', 'a b\nc\nd\ne\n'],
    ];
    for (const [index, [base = '', notes = '']] of edits.entries()) {
      const change = anUpdate({ notes }, { base: { notes: base }, baseVersion: 0, origin: 11 + index });
      record.data = accepted(record, change, BEN).data;
    }
    const lines = String(record.data.notes)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines).toEqual(['first', 'a b more', 'c', 'd', 'e', 'last']);
  });

  it('is kept if its own device re-offers what it wrote after another’s line was merged', () => {
    const stamp: Stamp = { version: 5, device: ANA, origin: 10, over: 4 };
    const record = aRecord({ data: { ...inserted, notes: 'Ben\na\nAna' }, stamps: { notes: stamp } });
    const anas = anUpdate({ notes: 'a\nAna!' }, { base: { notes: 'a\nAna' }, baseVersion: 3, origin: 12 });
    expect(accepted(record, anas)).toMatchObject({ data: { notes: 'Ben\na\nAna!' }, conflicts: [] });
  });
});

describe('stamps', () => {
  it('give an insert one stamp for all fields, and an update one per field', () => {
    const inserting = { baseVersion: 0 };
    expect(stampsAfter(undefined, ['title', 'status'], inserting, 7, ANA)).toEqual({
      '+': { version: 7, device: ANA },
    });
    expect(stampsAfter(aRecord(), ['title'], { origin: 3, baseVersion: 1 }, 7, ANA)).toEqual({
      '+': { version: 1, device: BEN },
      title: { version: 7, device: ANA, origin: 3 },
    });
  });

  it('record which unseen write of another device a value replaced', () => {
    const stamps = stampsAfter(
      aRecord({ stamps: { title: byBen(4) } }),
      ['title', 'notes'],
      { baseVersion: 3 },
      7,
      ANA,
    );
    expect(stamps).toMatchObject({ title: { version: 7, device: ANA, over: 4 }, notes: { version: 7, device: ANA } });
    expect(stamps.notes).not.toHaveProperty('over');
  });

  it('keep that record until their device has seen the write', () => {
    const record = aRecord({ stamps: { title: { version: 6, device: ANA, over: 4 } } });
    expect(stampsAfter(record, ['title'], { baseVersion: 3 }, 7, ANA).title?.over).toBe(4);
    expect(stampsAfter(record, ['title'], { baseVersion: 4 }, 7, ANA).title?.over).toBeUndefined();
    expect(stampsAfter(record, ['title'], { baseVersion: 3 }, 7, BEN).title?.over).toBe(6);
  });
});

describe('a second write by a device whose first write met one it had not seen', () => {
  const over: Stamp = { version: 5, device: ANA, over: 4 };
  const met = (field: string, value: RecordData[string]) =>
    aRecord({ data: { ...inserted, [field]: value }, stamps: { [field]: over } });

  it.each<[string, string, RecordData[string], RecordData[string], RecordData[string], RecordData[string], boolean]>([
    ['text: joins the lines', 'notes', 'a\nAna', 'a\nAna!', 'Ben\na\nAna', 'Ben\na\nAna!', false],
    ['mine: keeps mine', 'title', 'Ana', 'Ana!', 'Ben', 'Ana!', true],
    ['ask: keeps theirs', 'dueDate', '2026-03-01', '2026-03-02', '2026-04-01', '2026-04-01', true],
    ['union: adds the difference', 'tags', ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'x'], ['a', 'b', 'c', 'x'], false],
    ['add: adds the difference', 'minutesSpent', 15, 20, 135, 140, false],
  ])('is merged by the policy, %s', (_case, field, base, mine, theirs, kept, clashes) => {
    const change = anUpdate({ [field]: mine }, { base: { [field]: base } });
    const decision = accepted(met(field, theirs), change);
    expect(decision.data[field]).toEqual(kept);
    expect(decision.conflicts.map(({ field: name }) => name)).toEqual(clashes ? [field] : []);
  });

  it('raises no question if it is based on the current value: the replaced value is already in a conflict', () => {
    const change = anUpdate({ title: 'Ana!' }, { base: { title: 'Ana' } });
    expect(accepted(met('title', 'Ana'), change)).toMatchObject({ data: { title: 'Ana!' }, conflicts: [] });
  });

  it('raises no question once it has seen the other write', () => {
    const change = anUpdate({ title: 'Ana!' }, { base: { title: 'Call' }, baseVersion: 4 });
    expect(accepted(met('title', 'Ben'), change)).toMatchObject({ data: { title: 'Ana!' }, conflicts: [] });
  });

  it.each(['title', '*'])('does not delete the record (%s)', (field) => {
    const record = aRecord({ stamps: { [field]: over } });
    const decision = accepted(record, { operation: 'delete', data: {}, baseVersion: 3 });
    expect(decision).toMatchObject({ outcome: 'conflict', deleted: false, conflicts: [{ field: '*' }] });
    const seen = accepted(record, { operation: 'delete', data: {}, baseVersion: 4 });
    expect(seen).toMatchObject({ outcome: 'applied', deleted: true });
  });

  it('accepts stamps of a server that does not write them', () => {
    const record = aRecord({ data: { ...inserted, title: 'Ben' }, stamps: { title: { version: 5, device: ANA } } });
    const change = anUpdate({ title: 'Ana!' }, { base: { title: 'Ana' } });
    expect(accepted(record, change)).toMatchObject({ data: { title: 'Ana!' }, conflicts: [] });
  });
});
