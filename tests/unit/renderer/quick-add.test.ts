import { describe, expect, it } from 'vitest';
import type { Place } from '#app/contract/lists.ts';
import { certainPlace, titleWithout } from '../../../renderer/quick-add/place.ts';

/** @param named positions of the words that name it; `owner`: of its owner */
function aPlace(id: string, named: readonly (readonly [number, 'owner' | 'title'])[], isClosed = false): Place {
  const matched = named.map(([index, by]) => ({ index, isWhole: true, isOwner: by === 'owner' }));
  return { id, title: id, owner: 'Müller', matched, isClosed, due: null };
}

describe('the place of a line', () => {
  const vat = aPlace('vat', [
    [0, 'title'],
    [1, 'owner'],
  ]);
  const payroll = aPlace('payroll', [[1, 'owner']]);

  it('is certain if more words match it than any other', () => {
    expect(certainPlace([vat, payroll], false)).toBe(vat);
    expect(certainPlace([payroll], false)).toBe(payroll);
  });

  it('is chosen by the person among equals, unless only one of them is open', () => {
    const audit = aPlace('audit', [[1, 'owner']]);
    expect(certainPlace([payroll, audit], false)).toBeNull();
    expect(certainPlace([payroll, { ...audit, isClosed: true }], false)).toBe(payroll);
    expect(certainPlace([], false)).toBeNull();
  });

  it('is uncertain by words of its own title alone, unless named with #', () => {
    const any = aPlace('any', [[0, 'title']]);
    expect(certainPlace([any], false)).toBeNull();
    expect(certainPlace([any], true)).toBe(any);
  });
});

describe('the title of a line', () => {
  const title = (words: string, named: readonly (readonly [number, 'owner' | 'title'])[]) => {
    const all = words.split(' ');
    return titleWithout(
      all,
      aPlace('x', named),
      all.map((_, at) => at),
    );
  };

  it.each([
    ['VAT Müller', [[1, 'owner']], 'VAT'],
    [
      'VAT Müller',
      [
        [0, 'title'],
        [1, 'owner'],
      ],
      'VAT',
    ],
    ['VAT for Müller', [[2, 'owner']], 'VAT'],
    [
      'Count stock Müller payroll',
      [
        [2, 'owner'],
        [3, 'title'],
      ],
      'Count stock',
    ],
    [
      'Müller: VAT',
      [
        [0, 'owner'],
        [1, 'title'],
      ],
      'VAT',
    ],
    ['Müller', [[0, 'owner']], 'Müller'],
    [
      'Call Müller about VAT',
      [
        [1, 'owner'],
        [3, 'title'],
      ],
      'Call Müller about VAT',
    ],
    ['Agree balances', [[1, 'title']], 'Agree balances'],
  ] as const)('“%s” named by %j is “%s”', (words, named, wanted) => {
    expect(title(words, named)).toBe(wanted);
  });

  it('is the whole line if the place is unknown', () => {
    expect(titleWithout(['VAT', 'Müller'], null, [0, 1])).toBe('VAT Müller');
  });
});
