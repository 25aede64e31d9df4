import { describe, expect, it } from 'vitest';
import { PREFERENCE_LIMITS, type PreferenceEntry } from '#app/contract/preferences.ts';
import { afterExchange, entriesToSend, mergePreferences } from '#app/rules/preferences.ts';

const entry = (id: string, at: number, value: string | null = `"${id}"`, kind = 'view'): PreferenceEntry => ({
  kind,
  id,
  value,
  at,
});
const shown = (entries: readonly PreferenceEntry[]) => entries.map(({ id, value }) => `${id}=${value}`).toSorted();

describe('merging what a person arranged on two computers', () => {
  it('keeps what either added', () => {
    expect(shown(mergePreferences([entry('a', 1)], [entry('b', 2)]))).toEqual(['a="a"', 'b="b"']);
  });

  it('keeps the later of two names, in whichever order they arrive', () => {
    const [one, two] = [[entry('a', 5, '"one"')], [entry('a', 6, '"two"')]];
    expect(shown(mergePreferences(one, two))).toEqual(['a="two"']);
    expect(mergePreferences(two, one)).toEqual(mergePreferences(one, two));
  });

  it('lets a removal win over an older edit, and a later edit over a removal', () => {
    expect(shown(mergePreferences([entry('a', 5)], [entry('a', 6, null)]))).toEqual(['a=null']);
    expect(shown(mergePreferences([entry('a', 7)], [entry('a', 6, null)]))).toEqual(['a="a"']);
    expect(shown(mergePreferences([entry('a', 6, null)], [entry('a', 6)]))).toEqual(['a=null']);
  });

  it('keeps the newest recent records, and drops removals before what is there', () => {
    const recent = Array.from({ length: 50 }, (_, at) => entry(`r-${at}`, at, '{}', 'recent'));
    const kept = mergePreferences(recent.slice(0, 30), recent.slice(20));
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: PREFERENCE_LIMITS.recent }, (_, back) => 49 - back));
    const removed = Array.from({ length: PREFERENCE_LIMITS.others }, (_, at) => entry(`x-${at}`, 100 + at, null));
    const merged = mergePreferences(removed, [entry('old', 1)]);
    expect(merged).toHaveLength(PREFERENCE_LIMITS.others);
    expect(shown(merged)).toContain('old="old"');
  });

  it('gives the same document in any order and grouping', () => {
    const documents = Array.from({ length: 6 }, (_, desk) =>
      Array.from({ length: 8 }, (_, key) =>
        entry(`k-${(key * 3 + desk) % 7}`, (key * 5 + desk * 2) % 4, (key + desk) % 3 === 0 ? null : `"${desk}"`),
      ),
    );
    const whole = mergePreferences(...documents);
    const backwards = documents.toReversed().reduce((merged, next) => mergePreferences(next, merged), []);
    expect(backwards).toEqual(whole);
  });
});

describe('an exchange with the server', () => {
  it('sends what the server lacks or has older, also after the server was restored', () => {
    const local = [entry('a', 5), entry('b', 9)];
    expect(shown(entriesToSend(local, [entry('a', 5), entry('b', 7, '"old"'), entry('c', 1)]))).toEqual(['b="b"']);
    expect(shown(entriesToSend(local, []))).toEqual(['a="a"', 'b="b"']);
  });

  it('takes the server’s answer for what was sent, unless it changed meanwhile', () => {
    const sent = [entry('a', 900), entry('b', 5)];
    const local = [entry('a', 900), entry('b', 6, '"newer"')];
    const after = afterExchange(local, sent, [entry('a', 10), entry('b', 5)]);
    expect(after.find(({ id }) => id === 'a')?.at).toBe(10);
    expect(after.find(({ id }) => id === 'b')?.value).toBe('"newer"');
    expect(entriesToSend(after, [entry('a', 10), entry('b', 5)])).toHaveLength(1);
  });
});
