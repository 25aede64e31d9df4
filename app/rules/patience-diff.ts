/** Number of equal tokens at the start of two texts. */
export function sharedStart(one: readonly string[], other: readonly string[]): number {
  const most = Math.min(one.length, other.length);
  let count = 0;
  while (count < most && one[count] === other[count]) count += 1;
  return count;
}

/** Number of equal tokens at the end of two texts, excluding the first `start` of both. */
export function sharedEnd(one: readonly string[], other: readonly string[], start: number): number {
  const most = Math.min(one.length, other.length) - start;
  let count = 0;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) count += 1;
  return count;
}

export type Anchor = readonly [inBase: number, inMine: number, inTheirs: number];

/**
 * Positions of tokens that occur exactly once in each of three texts, in an order common to all; a moved line is no
 * anchor. The idea is patience diff (Bram Cohen).
 */
export function anchorsOf(three: { base: string[]; mine: string[]; theirs: string[] }): Anchor[] {
  const inMine = placesOfUnique(three.mine);
  const inTheirs = placesOfUnique(three.theirs);
  const shared = [...placesOfUnique(three.base)].flatMap(([token, place]): Anchor[] => {
    const mine = inMine.get(token);
    const theirs = inTheirs.get(token);
    return mine === undefined || theirs === undefined ? [] : [[place, mine, theirs]];
  });
  return rising(
    rising(shared, ([, mine]) => mine),
    ([, , theirs]) => theirs,
  );
}

export type Pair = readonly [inOne: number, inOther: number];

/** Positions of what two texts share: start, end, and tokens between that occur exactly once in each. */
export function pairsOf(one: readonly string[], other: readonly string[]): Pair[] {
  const start = sharedStart(one, other);
  const end = sharedEnd(one, other, start);
  const middle = (tokens: readonly string[]) => tokens.slice(start, tokens.length - end);
  const places = placesOfUnique(middle(other));
  const shared = [...placesOfUnique(middle(one))].flatMap(([token, place]): Pair[] => {
    const found = places.get(token);
    return found === undefined ? [] : [[start + place, start + found]];
  });
  return [
    ...Array.from({ length: start }, (_, place): Pair => [place, place]),
    ...rising(shared, ([, inOther]) => inOther),
    ...Array.from({ length: end }, (_, place): Pair => [one.length - end + place, other.length - end + place]),
  ];
}

function placesOfUnique(tokens: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  tokens.forEach((token, place) => {
    if (places.has(token)) repeated.add(token);
    places.set(token, place);
  });
  for (const token of repeated) places.delete(token);
  return places;
}

/** A longest subsequence with rising `heightOf`; all heights differ. */
function rising<T>(items: readonly T[], heightOf: (item: T) => number): T[] {
  interface Link {
    item: T;
    before: Link | undefined;
  }
  /** For each length, the last link of the best chain: the one with the smallest height. */
  const ends: Link[] = [];
  for (const item of items) {
    const value = heightOf(item);
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const end = ends[middle];
      if (end && heightOf(end.item) < value) low = middle + 1;
      else high = middle;
    }
    ends[low] = { item, before: ends[low - 1] };
  }
  const chain: T[] = [];
  for (let link = ends.at(-1); link; link = link.before) chain.push(link.item);
  return chain.reverse();
}
