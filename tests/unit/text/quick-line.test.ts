import { describe, expect, it } from 'vitest';
import { tasks } from '#app/schema/tasks.ts';
import { type QuickLineContext, readQuickLine } from '#app/text/quick-line.ts';

const people = [
  { id: 'p1', name: 'Sam Haddad', email: 'sam@firm.test', active: true },
  { id: 'p2', name: 'Samira Özil', email: 'oezil@firm.test', active: true },
  { id: 'p3', name: 'Olivia Brandt', email: 'olivia@firm.test', active: true },
  { id: 'p4', name: 'Olaf Gone', email: 'olaf@firm.test', active: false },
];

/** Thursday, 3 December 2026. */
function read(typed: string, more: Partial<QuickLineContext> = {}) {
  const context = { entity: tasks, locale: 'en-GB', today: '2026-12-03', people, me: 'p3', kept: new Set<never>() };
  return readQuickLine(typed, { ...context, ...more });
}

describe('a quick line', () => {
  it('is split into title, day, priority and person', () => {
    expect(read('VAT Müller fri !high @sam')).toEqual({
      words: ['VAT', 'Müller'],
      place: null,
      due: { typed: 'fri', values: ['2026-12-04'] },
      priority: { typed: 'high', values: ['high'] },
      person: { typed: 'sam', values: ['p1'] },
    });
  });

  it.each([
    ['Call Weber next week', ['Call', 'Weber'], '2026-12-07'],
    ['Call Weber by next Friday', ['Call', 'Weber'], '2026-12-04'],
    ['Weber anrufen bis 1. Feb.', ['Weber', 'anrufen'], '2027-02-01'],
    ['Bilanz Weber am Fr', ['Bilanz', 'Weber'], '2026-12-04'],
    ['Bilanz Weber Mo', ['Bilanz', 'Weber'], '2026-12-07'],
    ['31/1 file the return', ['file', 'the', 'return'], '2027-01-31'],
    ['return +3', ['return'], '2026-12-06'],
    ['in 2 Wochen nachfassen', ['nachfassen'], '2026-12-17'],
  ])('“%s” leaves %j and is due on %s', (typed, words, day) => {
    const line = read(typed);
    expect(line.words).toEqual(words);
    expect(line.due?.values).toEqual([day]);
  });

  it.each(['Do the VAT', 'Weber so bald anrufen', 'Check form 3 4', 'Audit 2026', 'Call now!', 'Mail to a @ b'])(
    '“%s” contains no day, priority or person',
    (typed) => {
      const line = read(typed);
      expect({ due: line.due, priority: line.priority, person: line.person }).toEqual({
        due: null,
        priority: null,
        person: null,
      });
      expect(line.words.join(' ')).toBe(typed);
    },
  );

  it('lists every value that a part can mean, and none if it means nothing', () => {
    expect(read('x !h').priority?.values).toEqual(['high', 'urgent']);
    expect(read('x !hoch').priority?.values).toEqual(['high']);
    expect(read('x !dringend').priority?.values).toEqual(['urgent']);
    expect(read('x !soon').priority?.values).toEqual([]);
    expect(read('x @sa').person?.values).toEqual(['p1', 'p2']);
    expect(read('x @ozil').person?.values).toEqual(['p2']);
    expect(read('x @ich').person?.values).toEqual(['p3']);
    expect(read('x @olaf').person?.values).toEqual([]);
    expect(read('Mon prep fri').due).toEqual({ typed: 'Mon, fri', values: ['2026-12-07', '2026-12-04'] });
  });

  it('names its place after #, and keeps in the title the parts that the person restores', () => {
    expect(read('Call #müller fri')).toMatchObject({ words: ['Call'], place: 'müller' });
    const kept = new Set(['due', 'place'] as const);
    expect(read('Call #1 fri', { kept })).toMatchObject({ words: ['Call', '#1', 'fri'], place: null, due: null });
  });
});
