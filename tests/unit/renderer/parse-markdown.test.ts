import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from '../../../renderer/components/parse-markdown.ts';

const text = (words: string) => [{ kind: 'plain', text: words }];

describe('notes', () => {
  it('have items that continue on the next line, and a list that ends with an empty item', () => {
    expect(parseMarkdown('- one\n  goes on\n- two\n\nafter')).toEqual([
      { kind: 'bullets', items: [text('one goes on'), text('two')] },
      { kind: 'paragraph', spans: text('after') },
    ]);
  });

  it('have adjacent lists of two kinds, and text directly below one', () => {
    expect(parseMarkdown('1. one\n2) two\n* three\nbelow')).toEqual([
      { kind: 'numbered', items: [text('one'), text('two')] },
      { kind: 'bullets', items: [text('three')] },
      { kind: 'paragraph', spans: text('below') },
    ]);
  });
});

/** What patterns are slow with: things that begin and never end. */
const PIECES = [
  '[',
  '](',
  '# ',
  ' ',
  '\r',
  '\n',
  '\u2028',
  '**',
  '*',
  '_',
  '`',
  '```',
  '- ',
  '1. ',
  '(',
  ')',
  '\t',
  'a',
];
const LENGTH = 60_000;

describe('doubled text takes about twice as long', () => {
  it.each([
    ['opening brackets', '['],
    ['links that never end', '[a]('],
    ['spaces behind a heading, and a carriage return', '# '.padEnd(1000, ' ')],
    ['a line of spaces', ' '],
    ['items of spaces', '-   \u2028'],
    ['stars', '*'],
    ['open emphasis', '*a '],
    ['open code', '`a\n'],
    ['fences', '```a\n'],
  ])('for %s', (_what, piece) => {
    expectLinear(piece);
  });

  it('for any repeatable syntax', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }), (pieces) => {
        expectLinear(pieces.join(''));
      }),
      { numRuns: 40 },
    );
  });
});

/** Quadratic time would make it four times; what a busy machine adds is taken off by the best of several runs. */
function expectLinear(piece: string): void {
  const once = piece.repeat(Math.ceil(LENGTH / piece.length));
  const twice = once + once;
  for (let attempt = 1; ; attempt += 1) {
    const [onceMs, twiceMs] = [best(once), best(twice)];
    if (twiceMs < 3 * onceMs + 5) return;
    if (attempt === 5) expect.fail(`${JSON.stringify(piece)}: ${onceMs} ms, and ${twiceMs} ms for twice as much`);
  }
}

function best(source: string): number {
  const runs = Array.from({ length: 3 }, () => {
    const { user } = process.threadCpuUsage();
    parseMarkdown(source);
    return (process.threadCpuUsage().user - user) / 1000;
  });
  return Math.min(...runs);
}
