import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge } from '#app/rules/merge.ts';
import { mergeText } from '#app/rules/merge-text.ts';
import type { JsonValue, MergePolicy } from '#app/schema/index.ts';

const amount = fc.integer({ min: -1_000_000, max: 1_000_000 });
const tagSet = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e')).map((words) => words.sort());
const anyValue: fc.Arbitrary<JsonValue> = fc.oneof(fc.constant(null), fc.string(), fc.integer());

describe('merging one field', () => {
  it.each([
    ['mine', 'a', 'b', 'c', 'b', true],
    ['server', 'a', 'b', 'c', 'c', true],
    ['ask', 'a', 'b', 'c', 'c', true],
    ['mine', 'a', 'b', 'b', 'b', false],
    ['server', 'a', 'b', 'b', 'b', false],
    ['add', 10, 15, 12, 17, false],
    ['add', null, 5, null, 5, false],
    ['union', ['x'], ['x', 'm'], ['x', 't'], ['m', 't', 'x'], false],
    ['union', ['x', 'y'], ['y'], ['x', 'y', 't'], ['t', 'y'], false],
    ['union', null, ['m'], null, ['m'], false],
  ] satisfies [MergePolicy, JsonValue, JsonValue, JsonValue, JsonValue, boolean][])(
    '%s of %j: %j and %j keep %j',
    (policy, base, mine, theirs, kept, clash) => {
      expect(merge(policy, base, mine, theirs)).toEqual({ kept, clash });
    },
  );

  it('calls the entity’s own function', () => {
    const longest = (_base: JsonValue, mine: JsonValue, theirs: JsonValue) => ({
      kept: String(mine).length > String(theirs).length ? mine : theirs,
      clash: false,
    });
    expect(merge(longest, 'a', 'bbb', 'cc')).toEqual({ kept: 'bbb', clash: false });
  });

  it('adds up both differences, in either order', () => {
    fc.assert(
      fc.property(amount, amount, amount, (base, mine, theirs) => {
        const here = merge('add', base, mine, theirs);
        expect(here.kept).toBe(base + (mine - base) + (theirs - base));
        expect(merge('add', base, theirs, mine)).toEqual(here);
      }),
    );
  });

  it('keeps every tag either side added and no tag either side removed, in either order', () => {
    fc.assert(
      fc.property(tagSet, tagSet, tagSet, (base, mine, theirs) => {
        const { kept } = merge('union', base, mine, theirs);
        expect(merge('union', base, theirs, mine).kept).toEqual(kept);
        const wanted = (['a', 'b', 'c', 'd', 'e'] as const).filter((tag) =>
          base.includes(tag) ? mine.includes(tag) && theirs.includes(tag) : mine.includes(tag) || theirs.includes(tag),
        );
        expect(kept).toEqual(wanted);
      }),
    );
  });

  it('takes mine if their change does not clash with it, and theirs if I changed nothing', () => {
    fc.assert(
      fc.property(tagSet, tagSet, (base, other) => {
        expect(merge('union', base, other, base).kept).toEqual(other);
        expect(merge('union', base, base, other).kept).toEqual(other);
      }),
    );
  });

  it('never sets a value aside if both wrote the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('mine', 'server', 'ask', 'text', 'union' as const),
        anyValue,
        anyValue,
        (policy, base, same) => {
          expect(merge(policy, base, same, same).clash).toBe(false);
        },
      ),
    );
  });

  it('sets a value aside whenever one of two different values is lost', () => {
    fc.assert(
      fc.property(fc.constantFrom('mine', 'server', 'ask' as const), anyValue, anyValue, (policy, mine, theirs) => {
        fc.pre(mine !== theirs);
        expect(merge(policy, 'base', mine, theirs).clash).toBe(true);
      }),
    );
  });
});

const word = fc.stringMatching(/^[a-z]{3,8}$/);
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const prose = fc.uniqueArray(sentence, { minLength: 2, maxLength: 6 });

describe('merging prose', () => {
  it('keeps what only one side wrote', () => {
    fc.assert(
      fc.property(prose, prose, (base, other) => {
        const before = base.join('\n');
        const after = other.join('\n');
        expect(mergeText(before, after, before)).toEqual({ text: after, clash: false });
        expect(mergeText(before, before, after)).toEqual({ text: after, clash: false });
        expect(mergeText(before, after, after)).toEqual({ text: after, clash: false });
      }),
    );
  });

  it('keeps the lines both sides inserted, at any position', () => {
    fc.assert(
      fc.property(prose, fc.nat(6), fc.nat(6), (lines, mineAt, theirsAt) => {
        const insert = (at: number, line: string) => [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
        const merged = mergeText(
          lines.join('\n'),
          insert(Math.min(mineAt, lines.length), 'MINE HERE'),
          insert(Math.min(theirsAt, lines.length), 'THEIRS HERE'),
        );
        expect(merged.text).toContain('MINE HERE');
        expect(merged.text).toContain('THEIRS HERE');
        for (const line of lines) expect(merged.text).toContain(line);
        expect(merged.clash).toBe(false);
      }),
    );
  });

  it('merges different words of one line', () => {
    const merged = mergeText('call on Monday about fees', 'call on Tuesday about fees', 'call on Monday about wages');
    expect(merged).toEqual({ text: 'call on Tuesday about wages', clash: false });
  });

  it('reports that both rewrote the same words, and keeps mine', () => {
    expect(mergeText('due on Monday', 'due on Tuesday', 'due on Friday')).toEqual({
      text: 'due on Tuesday',
      clash: true,
    });
  });

  it('keeps both first lines of an empty note on lines of their own', () => {
    expect(mergeText('', 'mine', 'theirs')).toEqual({ text: 'theirs\nmine', clash: false });
  });
  it('keeps two insertions that replace an empty line on lines of their own', () => {
    expect(mergeText('a\n\nb', 'a\nmine\nb', 'a\ntheirs\nmore\nb')).toEqual({
      text: 'a\ntheirs\nmore\nmine\nb',
      clash: false,
    });
  });

  it('keeps both if two people append a line or a word', () => {
    expect(mergeText('one', 'one\nmine', 'one\ntheirs')).toEqual({ text: 'one\ntheirs\nmine', clash: false });
    expect(mergeText('one\n', 'one\nmine\n', 'one\ntheirs\n').text).toBe('one\ntheirs\nmine\n');
    expect(mergeText('call Bob', 'call Bob today', 'call Bob now')).toEqual({
      text: 'call Bob now today',
      clash: false,
    });
  });

  it('keeps text once if one side inserted it and the other inserted it with more around it', () => {
    expect(mergeText('a', 'a\nben', 'a\nben\nana')).toEqual({ text: 'a\nben\nana', clash: false });
    expect(mergeText('a', 'a\nana\nben', 'a\nben')).toEqual({ text: 'a\nana\nben', clash: false });
    expect(mergeText('call Bob', 'call Bob today', 'call Bob today at five').text).toBe('call Bob today at five');
  });

  it('removes a line that one side deleted, though another line was edited', () => {
    expect(mergeText('a\nb\nc\nd', 'a\nc\nd', 'a\nb\nc\nd, and e')).toEqual({ text: 'a\nc\nd, and e', clash: false });
    expect(mergeText('a\nb\nc', 'a\nc', 'a\nb\nc and d').clash).toBe(true);
  });

  it('gives up on a contested stretch that is too long, and keeps mine', () => {
    const long = (last: string) => `${'word '.repeat(2500)}${last}`;
    expect(mergeText(long('x'), long('mine'), long('theirs'))).toEqual({ text: long('mine'), clash: true });
  });

  it('returns an empty field as empty', () => {
    expect(merge('text', 'one', null, 'one')).toEqual({ kept: null, clash: false });
  });
});
