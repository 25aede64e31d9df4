import { diff3Merge } from 'node-diff3';
import { anchorsOf, sharedEnd, sharedStart } from './patience-diff.ts';

/**
 * Work limit for node-diff3 in one merge. Its time grows with repeated tokens, in the worst case cubically, and a merge
 * runs while a firm is locked or somebody types. Counting work instead of time keeps the result equal on every desk and
 * server.
 */
const MAX_COMPARISONS = 300_000;
/** Each level of anchors reads its stretch once. */
const MAX_DEPTH = 8;

export interface Three {
  base: string[];
  mine: string[];
  theirs: string[];
}

export interface TokenMerge {
  tokens: string[];
  clash: boolean;
}

/** The remaining work budget of one merge, shared by its lines and words. */
export interface Work {
  comparisonsLeft: number;
}

/** Resolves a stretch that both sides changed. */
export type Settle = (contested: Three, work: Work) => TokenMerge;

export function newWork(): Work {
  return { comparisonsLeft: MAX_COMPARISONS };
}

/**
 * Three-way merge of lines or words. Splits at what all three share: common start and end, then tokens that occur once
 * in each. Only the stretches between are compared token by token; one that would cost too much counts as a single
 * change per side. So the time is linear in the text length for any input.
 */
export function mergeTokens(all: Three, settle: Settle, work: Work): TokenMerge {
  const merged: TokenMerge = { tokens: [], clash: false };

  function take(tokens: readonly string[]): void {
    for (const token of tokens) merged.tokens.push(token);
  }

  function mergeStretch(three: Three, depth: number): void {
    const settled = withoutComparing(three);
    if (settled) {
      take(settled);
      return;
    }
    const { base, mine, theirs } = three;
    const start = Math.min(sharedStart(base, mine), sharedStart(base, theirs));
    const end = Math.min(sharedEnd(base, mine, start), sharedEnd(base, theirs, start));
    take(base.slice(0, start));
    mergeBetweenAnchors(cut(three, [start, start, start], endsBefore(three, end)), depth);
    take(base.slice(base.length - end));
  }

  function mergeBetweenAnchors(three: Three, depth: number): void {
    const anchors = depth < MAX_DEPTH ? anchorsOf(three) : [];
    if (anchors.length === 0) {
      compare(three);
      return;
    }
    let from: Places = [0, 0, 0];
    for (const anchor of anchors) {
      mergeStretch(cut(three, from, anchor), depth + 1);
      take(three.base.slice(anchor[0], anchor[0] + 1));
      from = [anchor[0] + 1, anchor[1] + 1, anchor[2] + 1];
    }
    mergeStretch(cut(three, from, endsBefore(three, 0)), depth + 1);
  }

  function compare(three: Three): void {
    const comparisons = costOf(three.base, three.mine) + costOf(three.base, three.theirs);
    if (comparisons > work.comparisonsLeft) {
      compareCoarsely(three);
      return;
    }
    work.comparisonsLeft -= comparisons;
    for (const { ok, conflict } of diff3Merge(three.mine, three.base, three.theirs, { excludeFalseConflicts: true })) {
      if (ok) take(ok);
      if (conflict) contest({ base: conflict.o, mine: conflict.a, theirs: conflict.b });
    }
  }

  /**
   * One change per side, from the first to the last differing token. Disjoint changes both apply; otherwise the whole
   * stretch is contested.
   */
  function compareCoarsely(three: Three): void {
    const { base, mine, theirs } = three;
    const my = changedRange(base, mine);
    const their = changedRange(base, theirs);
    if (my.until < their.from) {
      take(mine.slice(0, their.from + mine.length - base.length));
      take(theirs.slice(their.from));
    } else if (their.until < my.from) {
      take(theirs.slice(0, my.from + theirs.length - base.length));
      take(mine.slice(my.from));
    } else {
      const start = Math.min(my.from, their.from);
      const end = base.length - Math.max(my.until, their.until);
      take(base.slice(0, start));
      contest(cut(three, [start, start, start], endsBefore(three, end)));
      take(base.slice(base.length - end));
    }
  }

  function contest(three: Three): void {
    const settled = settle(three, work);
    take(settled.tokens);
    merged.clash ||= settled.clash;
  }

  mergeStretch(all, 0);
  return merged;
}

/** The result for a stretch changed by one side only, or equally by both. */
function withoutComparing({ base, mine, theirs }: Three): string[] | undefined {
  if (isSame(base, mine) || isSame(mine, theirs)) return theirs;
  return isSame(base, theirs) ? mine : undefined;
}

type Places = readonly [inBase: number, inMine: number, inTheirs: number];

function endsBefore({ base, mine, theirs }: Three, end: number): Places {
  return [base.length - end, mine.length - end, theirs.length - end];
}

function cut({ base, mine, theirs }: Three, from: Places, until: Places): Three {
  return {
    base: base.slice(from[0], until[0]),
    mine: mine.slice(from[1], until[1]),
    theirs: theirs.slice(from[2], until[2]),
  };
}

/** The range of `base` that differs in `other`; `until` is exclusive. */
function changedRange(base: readonly string[], other: readonly string[]): { from: number; until: number } {
  const from = sharedStart(base, other);
  return { from, until: base.length - sharedEnd(base, other, from) };
}

/** Worst case of node-diff3: each pair of equal tokens is compared with the chains found so far. */
function costOf(base: readonly string[], other: readonly string[]): number {
  const times = new Map<string, number>();
  for (const token of base) times.set(token, (times.get(token) ?? 0) + 1);
  const pairs = other.reduce((sum, token) => sum + (times.get(token) ?? 0), 0);
  return base.length + other.length + pairs * Math.min(base.length, other.length);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((token, index) => token === other[index]);
}
