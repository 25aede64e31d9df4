import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeText } from '#app/rules/merge-text.ts';
import { uniteTexts } from '#app/rules/unite-text.ts';

/** Lines as notes have them: few different ones, most of them blank or repeated. */
const repeatedLine = fc.constantFrom('', '', '- called', '- called', '- done', 'a b');
const repeatedLines = fc.array(repeatedLine, { minLength: 1, maxLength: 60 });
const SIZE = 100_000;

function paragraphs(size: number): string[] {
  const text = (index: number) => `Paragraph ${index} says what was agreed about matter ${index * 7} on the phone.`;
  return Array.from({ length: size / 60 }, (_, index) => [text(index), '']).flat();
}

function withEdits(lines: readonly string[], word: string, offset: number, count = 5): string {
  const edited = [...lines];
  for (let edit = 0; edit < count; edit++) {
    const at = 2 * Math.floor(((edit + offset) * lines.length) / count / 2);
    edited[at] = `${edited[at]} ${word}${edit}`;
  }
  return edited.join('\n');
}

function randomText(random: () => number, words: readonly string[], separator: string): string {
  const parts: string[] = [];
  for (let length = 0; length < SIZE; length += (parts.at(-1)?.length ?? 0) + 1)
    parts.push(words[Math.floor(random() * words.length)] ?? '');
  return parts.join(separator);
}

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** The shortest of three, since others use the machine too. */
function durationOf(work: () => unknown): number {
  const durations = [0, 1, 2].map(() => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...durations);
}

/** A generous bound that grows with the text and with the machine: what it takes to read it a thousand times. */
function timeToRead(text: string): number {
  const hundredTimes = durationOf(() => {
    for (let times = 0; times < 100; times++) new Set(text.split(times % 2 ? '\n' : ' '));
  });
  return 10 * hundredTimes;
}

describe('merging long notes', () => {
  it('merges a few edits per side, with blank lines between all paragraphs', () => {
    const lines = paragraphs(SIZE);
    const merged = mergeText(lines.join('\n'), withEdits(lines, 'mine', 0.3), withEdits(lines, 'theirs', 0.6));
    expect(merged.clash).toBe(false);
    for (let edit = 0; edit < 5; edit++) {
      expect(merged.text).toContain(` mine${edit}\n`);
      expect(merged.text).toContain(` theirs${edit}\n`);
    }
  });

  it('merges one edit per side in a list of identical lines', () => {
    const list = (at: number, line: string) => {
      const lines = new Array<string>(9000).fill('- called');
      if (at > 0) lines[at] = line;
      return lines.join('\n');
    };
    const merged = mergeText(list(0, ''), list(2000, '- mine'), list(7000, '- theirs'));
    expect(merged.clash).toBe(false);
    expect(
      merged.text
        .split('\n')
        .map((line, index) => (line === '- called' ? '' : `${index} ${line}`))
        .filter(Boolean),
    ).toEqual(['2000 - mine', '7000 - theirs']);
    expect(mergeText(list(0, ''), list(7000, '- mine'), list(2000, '- theirs')).text.split('\n')[2000]).toBe(
      '- theirs',
    );
  });

  it.each([
    ['lines of two kinds', ['a', 'b'], '\n'],
    ['lines of ten kinds, most of them blank', ['', '', '', '', '', 'a', 'b', 'c', 'd', 'e'], '\n'],
    ['lines of a thousand kinds', Array.from({ length: 1000 }, (_, index) => `line ${index}`), '\n'],
    ['one line of two words', ['a', 'b'], ' '],
    ['one line of a thousand words', Array.from({ length: 1000 }, (_, index) => `word${index}`), ' '],
  ])('takes time in proportion to its length, even if everything is rewritten: %s', (_name, words, separator) => {
    const random = createRandom(7);
    const [base, mine, theirs] = [0, 1, 2].map(() => randomText(random, words, separator)) as [string, string, string];
    expect(durationOf(() => mergeText(base, mine, theirs))).toBeLessThan(timeToRead(base));
  });

  it('takes time in proportion to its length if every paragraph is contested word by word', () => {
    const text = (word: string) =>
      Array.from(
        { length: 90 },
        (_, index) => `${index}\n${word} ${'a b '.repeat(120)}${word} ${'b a '.repeat(120)}`,
      ).join('\n');
    const [base, mine, theirs] = [text('was'), text('mine'), text('theirs')];
    expect(durationOf(() => mergeText(base, mine, theirs))).toBeLessThan(timeToRead(base));
  });
});

describe('merging lines that repeat', () => {
  it('keeps what only one side wrote', () => {
    fc.assert(
      fc.property(repeatedLines, repeatedLines, (base, other) => {
        const [before, after] = [base.join('\n'), other.join('\n')];
        expect(mergeText(before, after, before)).toEqual({ text: after, clash: false });
        expect(mergeText(before, before, after)).toEqual({ text: after, clash: false });
        expect(mergeText(before, after, after)).toEqual({ text: after, clash: false });
      }),
    );
  });

  it('keeps what both sides inserted, at any position', () => {
    fc.assert(
      fc.property(repeatedLines, fc.nat(60), fc.nat(60), (body, mineAt, theirsAt) => {
        const insert = (at: number, line: string) => ['top', ...body.slice(0, at), line, ...body.slice(at)].join('\n');
        const merged = mergeText(['top', ...body].join('\n'), insert(mineAt, 'MINE'), insert(theirsAt, 'THEIRS'));
        expect(merged.clash).toBe(false);
        expect(merged.text.split('\n').sort()).toEqual(['top', ...body, 'MINE', 'THEIRS'].sort());
      }),
    );
  });

  it('keeps every line of either side, or reports that it could not keep all', () => {
    fc.assert(
      fc.property(repeatedLines, repeatedLines, repeatedLines, (base, mine, theirs) => {
        const mark = (lines: string[], word: string) =>
          lines.map((line, index) => (line === '- done' ? `${word}${index}` : line));
        const [my, their] = [mark(mine, 'mine'), mark(theirs, 'theirs')];
        const merged = mergeText(base.join('\n'), my.join('\n'), their.join('\n'));
        if (merged.clash) return;
        for (const line of [...my, ...their].filter((each) => /\d/.test(each))) expect(merged.text).toContain(line);
      }),
    );
  });
});

describe('two insertions at the end of a line', () => {
  const base = 'Met the owner';
  const appended = 'Met the owner on Friday\n';
  const nextLine = 'Met the owner\nSend the invoice';

  it.each([
    ['the new line came first', appended, nextLine],
    ['the appended words came first', nextLine, appended],
  ])('keep their words on that line if %s', (_what, mine, theirs) => {
    const { text, clash } = mergeText(base, mine, theirs);
    expect(text.split('\n').filter((line) => line !== '')).toEqual(['Met the owner on Friday', 'Send the invoice']);
    expect(clash).toBe(false);
  });
});

describe('insertions that may have been uploaded twice, after a restore', () => {
  it.each([
    ['a line that a later edit was based on', 'a', 'a\nBen', 'a\nx\nBen\nc', 'a\nx\nBen\nc'],
    ['two lines with others between them', 'a', 'a\nB1\nB2', 'a\nB1\nx\nB2', 'a\nB1\nx\nB2'],
    ['the later edit offered second', 'a', 'a\nx\nBen\nc', 'a\nBen', 'a\nx\nBen\nc'],
    ['one known line and a new one', 'a', 'a\nBen\nnew', 'a\nx\nBen', 'a\nx\nBen\nnew'],
    ['words in a line', 'one two', 'one two Ben', 'one two x Ben c', 'one two x Ben c'],
    ['a line of two words, one of them rewritten by its next reader', '', 'Ring Ben', 'Ring Ada', 'Ring Ada Ben'],
    ['a line that was gone on with', '', 'Ben\nc', 'x\nBen b\nc\nd', 'x\nBen b\nc\nd'],
  ])('are kept once: %s', (_case, base, mine, theirs, merged) => {
    expect(mergeText(base, mine, theirs, true)).toEqual({ text: merged, clash: false });
  });

  it('lose no line of either side', () => {
    const line = fc.constantFrom('- called', '- done', 'a', 'b', '');
    const text = fc.array(line, { maxLength: 8 }).map((each) => each.join('\n'));
    fc.assert(
      fc.property(text, text, (mine, theirs) => {
        const merged = new Set(mergeText('', mine, theirs, true).text.split('\n'));
        for (const each of [...mine.split('\n'), ...theirs.split('\n')])
          if (each !== '') expect(merged).toContain(each);
      }),
    );
  });

  it('stay two without a restore: two people wrote the same line', () => {
    expect(mergeText('a', 'a\nok', 'a\nx\nok\nc').text).toBe('a\nx\nok\nc\nok');
  });
});

describe('texts without a known base', () => {
  it.each([
    ['a word in a line', 'a\nb c d', 'a\nb x c d', 'a\nb x c d'],
    ['a line each', 'a\nb\nmine', 'theirs\na\nb', 'theirs\na\nb\nmine'],
    ['a line in front', 'a\nb', 'x\na\nc', 'x\na\nc\nb'],
    ['a word in front', 'b c', 'a b c', 'a b c'],
    ['words and lines', 'a b\nc\nd', 'a b x\nc', 'a b x\nc\nd'],
    ['lines in another order', 'a\nb\nc', 'a\nc\nb', 'a\nc\nb'],
    ['nothing in common', 'a', 'b', 'b\na'],
    ['one of them empty', '', 'b', 'b'],
  ])('are joined, and common text occurs once: %s', (_case, mine, theirs, united) => {
    expect(uniteTexts(theirs, mine)).toBe(united);
  });

  it('keep every word of both', () => {
    const word = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const text = fc
      .array(fc.array(word, { minLength: 1, maxLength: 4 }), { maxLength: 5 })
      .map((each) => each.map((line) => line.join(' ')).join('\n'));
    fc.assert(
      fc.property(text, text, (mine, theirs) => {
        const found = new Set(uniteTexts(theirs, mine).split(/\s+/));
        for (const each of `${mine} ${theirs}`.split(/\s+/)) if (each !== '') expect(found).toContain(each);
      }),
    );
  });
});
