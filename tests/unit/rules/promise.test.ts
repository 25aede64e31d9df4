import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '#app/rules/decide.ts';
import { createFold } from '#app/rules/fold.ts';
import type { Proposal, RecordState } from '#app/rules/record-state.ts';
import { stampsAfter } from '#app/rules/stamps.ts';
import { type AnyEntity, ferrySchema, type RecordData, sameJson } from '#app/schema/index.ts';
import type { Save } from '../../simulation/oracle/journal.ts';
import { lossesOf, type RecordStory } from '../../simulation/oracle/losses.ts';

const tasks = ferrySchema.entity('tasks') as AnyEntity;
const DESKS = ['ana', 'ben', 'cem'];
const BORN: RecordData = {
  title: 'born',
  minutesSpent: 0,
  tags: [],
  notes: 'first line',
  dueDate: null,
  status: 'open',
};

const action = fc.record({
  desk: fc.nat(DESKS.length - 1),
  kind: fc.constantFrom('type', 'type', 'type', 'type', 'delete', 'send', 'send', 'sendUnheard', 'pull'),
  field: fc.constantFrom('title', 'minutesSpent', 'tags', 'notes', 'dueDate'),
  place: fc.nat(5),
});

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

interface Desk {
  name: string;
  shadow: RecordState;
  pending: (Proposal & { id: number })[];
  fold: ReturnType<typeof createFold>;
}

/** One record, three desks and a server: the product's decision and fold, and nothing else of the product. */
function aFirm(stampsOf: typeof stampsAfter = stampsAfter) {
  let record: RecordState = { data: BORN, deleted: false, version: 1, stamps: { '+': { version: 1, device: 'dora' } } };
  const answered = new Set<number>();
  const story: RecordStory = {
    table: 'tasks',
    recordId: 't-1',
    saves: [],
    data: null,
    isDeleted: false,
    wasRestored: false,
    conflicts: [],
  };
  const desks: Desk[] = DESKS.map((name) => ({
    name,
    shadow: record,
    pending: [],
    fold: createFold(ferrySchema, () => name),
  }));
  let bits = 0;
  let words = 0;

  const shown = ({ fold, shadow, pending }: Desk) => fold('tasks', shadow, pending);

  function typed(field: string, data: RecordData, place: number): RecordData {
    const word = `w${++words}`;
    const lines = String(data.notes ?? '').split('\n');
    const tags = data.tags as string[];
    switch (field) {
      case 'minutesSpent':
        return bits < 28 ? { minutesSpent: Number(data.minutesSpent) + 2 ** bits++ } : { title: word };
      case 'tags':
        return { tags: tags.length > 2 && place < 2 ? tags.slice(1) : [...tags, word].sort() };
      case 'notes':
        if (place === 0 && lines.length > 1) return { notes: lines.slice(1).join('\n') };
        return place < 3
          ? { notes: lines.toSpliced(place, 0, word).join('\n') }
          : { notes: lines.with(0, `${lines[0]} ${word}`).join('\n') };
      case 'dueDate':
        return { dueDate: `20${10 + (words % 80)}-01-0${1 + place}` };
      default:
        return { title: word };
    }
  }

  function save(desk: Desk, operation: 'update' | 'delete', data: RecordData): void {
    const visible = shown(desk);
    if (!visible || visible.deleted) return;
    const changed = Object.fromEntries(
      Object.entries(data).filter(([field, value]) => !sameJson(value, visible.data[field])),
    );
    if (operation === 'update' && Object.keys(changed).length === 0) return;
    const base = Object.fromEntries(Object.keys(changed).map((field) => [field, visible.data[field] ?? null]));
    const order = story.saves.length;
    desk.pending.push({ id: order, operation, data: changed, base, baseVersion: desk.shadow.version });
    const save: Save = {
      key: String(order),
      host: desk.name,
      atMs: order,
      order,
      table: 'tasks',
      recordId: 't-1',
      operation,
      typed: changed,
      screen: visible.data,
      known: [],
      settled: null,
    };
    story.saves.push(save);
  }

  function accept(desk: Desk): void {
    for (const change of desk.pending.filter(({ id }) => !answered.has(id))) {
      answered.add(change.id);
      const decision = decide(tasks, record, change, desk.name);
      if (decision.outcome === 'rejected' || decision.outcome === 'retry') throw new Error(decision.outcome);
      if (decision.conflicts.length > 0) story.conflicts.push({ fields: decision.conflicts });
      if (decision.touched.length === 0) continue;
      const version = record.version + 1;
      const { data, deleted, touched } = decision;
      record = { data, deleted, version, stamps: stampsOf(record, touched, change, version, desk.name) };
    }
  }

  function pull(desk: Desk): void {
    desk.pending = desk.pending.filter(({ id }) => !answered.has(id));
    desk.shadow = record;
  }

  return {
    act(who: number, kind: string, field: string, place: number): void {
      const desk = desks[who] as Desk;
      const visible = shown(desk);
      if (kind === 'type' && visible) save(desk, 'update', typed(field, visible.data, place));
      if (kind === 'delete') save(desk, 'delete', {});
      if (kind === 'send' || kind === 'sendUnheard') accept(desk);
      if (kind === 'send' || kind === 'pull') pull(desk);
    },
    losses() {
      for (const desk of desks) accept(desk);
      for (const desk of desks) pull(desk);
      story.data = record.data;
      story.isDeleted = record.deleted;
      return lossesOf(story, () => false).map(({ rule, what }) => `${rule}: ${what}`);
    },
  };
}

/** What the shortest run of these actions loses that loses anything; null where none does. */
function findLoss(actions: fc.Arbitrary<Action[]>, stampsOf?: typeof stampsAfter): string[] | null {
  const lossesOfRun = (run: Action[]): string[] => {
    const firm = aFirm(stampsOf);
    for (const { desk, kind, field, place } of run) firm.act(desk, kind, field, place);
    return firm.losses();
  };
  const isKept = fc.property(actions, (run) => lossesOfRun(run).length === 0);
  const { counterexample } = fc.check(isKept, { numRuns: 2000 });
  return counterexample === null ? null : lossesOfRun(counterexample[0]);
}

/** As they were when a device's merged writes counted as its own alone. */
const stampsOfBefore: typeof stampsAfter = (...given) =>
  Object.fromEntries(Object.entries(stampsAfter(...given)).map(([field, { over: _over, ...stamp }]) => [field, stamp]));

const upTo40 = (one: fc.Arbitrary<Action>) => fc.array(one, { minLength: 3, maxLength: 40 });

describe('three desks that change one record while answers are lost', () => {
  it('lose a saved value only if someone who had seen it removed it', () => {
    expect(findLoss(upTo40(action))).toBeNull();
  });

  it('are checked: an edit that wipes a colleague’s line is found', () => {
    const editing = action.filter(({ kind }) => kind !== 'delete');
    expect(findLoss(upTo40(editing), stampsOfBefore)).not.toBeNull();
  });

  it('are checked: a deletion that removes a colleague’s minutes is found', () => {
    const counting = action.map((each) => ({ ...each, field: 'minutesSpent' as const }));
    expect(findLoss(upTo40(counting), stampsOfBefore)).not.toBeNull();
  });
});
