import { both, bothWords } from './join-insertions.ts';
import { type Pair, pairsOf } from './patience-diff.ts';
import { lines, words } from './text-tokens.ts';

/** Above this many pairs of lines, searching for similar lines costs too much. */
const MAX_LINE_PAIRS = 20_000;

/**
 * Unites two texts without a known base: everything in either, theirs first if both differ, common parts once. Nothing
 * counts as deleted, so nothing is lost.
 */
export function uniteTexts(theirs: string, mine: string): string {
  return uniteLines(lines(theirs), lines(mine)).join('\n');
}

/** Whether a merged text contains a line more often than either source. */
export function repeatsLine(merged: string, mine: string, theirs: string): boolean {
  const [my, their] = [timesOfLines(mine), timesOfLines(theirs)];
  return [...timesOfLines(merged)].some(([line, times]) => times > Math.max(my.get(line) ?? 0, their.get(line) ?? 0));
}

function timesOfLines(text: string): ReadonlyMap<string, number> {
  return timesOf(lines(text).filter((line) => line.trim() !== ''));
}

function timesOf(parts: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const part of parts) times.set(part, (times.get(part) ?? 0) + 1);
  return times;
}

/** `uniteTexts` for lines. */
export function uniteLines(theirs: string[], mine: string[]): string[] {
  const their = withoutBlanks(theirs, 'theirs');
  const kept = withoutMoved(their, mine);
  return betweenPairs(theirs, kept, pairsOf(their, withoutBlanks(kept, 'mine')), uniteStretch, (line) => [line]);
}

/** My lines, without those that stand in their text at another place among the lines that both have. */
function withoutMoved(theirs: readonly string[], mine: readonly string[]): string[] {
  const my = withoutBlanks(mine, 'mine');
  const paired = new Set(pairsOf(theirs, my).map(([, place]) => place));
  const [myTimes, theirTimes] = [timesOf(my), timesOf(theirs)];
  const isMoved = (line: string, place: number): boolean =>
    !paired.has(place) && myTimes.get(line) === 1 && theirTimes.get(line) === 1;
  return mine.filter((_, place) => !isMoved(my[place] ?? '', place));
}

/** Keys of lines; an empty line matches no other, as it would split related stretches. */
function withoutBlanks(tokens: readonly string[], side: string): string[] {
  return tokens.map((line, index) => (line.trim() === '' ? `\n${side} ${index}` : line));
}

/** Lines without an equal counterpart: a line continued by both gets the words of both. */
function uniteStretch(theirs: string[], mine: string[]): string[] {
  return betweenPairs(theirs, mine, alikePairsOf(theirs, mine), both, (line, other) => [uniteWords(line, other)]);
}

function uniteWords(theirs: string, mine: string): string {
  const [their, my] = [words(theirs), words(mine)];
  const pairs = pairsOf(their.map(bare), my.map(bare));
  return betweenPairs(their, my, pairs, bothWords, (word) => [word])
    .map(apart)
    .join('');
}

function betweenPairs(
  theirs: string[],
  mine: string[],
  pairs: readonly Pair[],
  join: (theirs: string[], mine: string[]) => string[],
  paired: (theirs: string, mine: string) => string[],
): string[] {
  const united: string[] = [];
  let [from, myFrom] = [0, 0];
  for (const [place, myPlace] of pairs) {
    united.push(...join(theirs.slice(from, place), mine.slice(myFrom, myPlace)));
    united.push(...paired(theirs[place] ?? '', mine[myPlace] ?? ''));
    [from, myFrom] = [place + 1, myPlace + 1];
  }
  return [...united, ...join(theirs.slice(from), mine.slice(myFrom))];
}

/**
 * Pairs each line, in order, with the next line of the other text that shares at least half of the shorter one's words: mostly
 * one is the other, edited by somebody who had it. Marks of lists are no words.
 */
function alikePairsOf(theirs: readonly string[], mine: readonly string[]): Pair[] {
  if (theirs.length * mine.length > MAX_LINE_PAIRS) return [];
  const theirWords = theirs.map(wordsIn);
  const pairs: Pair[] = [];
  let from = 0;
  mine.forEach((line, myPlace) => {
    const myWords = wordsIn(line);
    const place = theirWords.findIndex((other, index) => index >= from && areAlike(other, myWords));
    if (place < 0) return;
    pairs.push([place, myPlace]);
    from = place + 1;
  });
  return pairs;
}

function areAlike(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = one.intersection(other).size;
  return shared > 0 && shared * 2 >= Math.min(one.size, other.size);
}

function wordsIn(line: string): ReadonlySet<string> {
  return new Set(line.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)));
}

/** A word without its leading blanks, which the first word of a line lacks. */
function bare(word: string): string {
  return word.trimStart();
}

function apart(word: string, index: number): string {
  return index === 0 || /^\s/.test(word) ? word : ` ${word}`;
}
