import { both, bothWords } from './join-insertions.ts';
import { mergeTokens, newWork, type Settle, type Three, type TokenMerge, type Work } from './merge-tokens.ts';
import { lines, words } from './text-tokens.ts';
import { uniteLines } from './unite-text.ts';

/** Above this many words a word-by-word merge reads badly and costs too much. */
const MAX_CONTESTED_WORDS = 2000;

export interface TextMerge {
  text: string;
  /** True if both sides rewrote the same words; the text then has mine. */
  clash: boolean;
}

/** Joins two insertions at the same position, theirs first. */
type Join = (theirs: string[], mine: string[]) => string[];

/**
 * Three-way merge of prose: by lines, then by words within stretches changed by both sides. Two insertions at one
 * position, or replacing one empty line, are both kept, theirs first.
 * @param canShareInsertions after a restore: a line inserted by both sides may be one line that was sent twice, with
 * its own change and with a later one based on it; it is kept once.
 */
export function mergeText(base: string, mine: string, theirs: string, canShareInsertions = false): TextMerge {
  const three = { base: lines(base), mine: lines(mine), theirs: lines(theirs) };
  const settle = canShareInsertions ? settleLines(joinOnce, joinWordsOnce) : settleLines(both, bothWords);
  const { tokens, clash } = mergeTokens(three, settle, newWork());
  return { text: tokens.join('\n'), clash };
}

const settleLines = (join: Join, joinWords: Join): Settle => {
  const settleWords: Settle = ({ base, mine, theirs }) =>
    base.length === 0 ? { tokens: joinWords(theirs, mine), clash: false } : { tokens: mine, clash: true };
  return (contested, work) => mergeWords(contested, work, join, settleWords);
};

function mergeWords(contested: Three, work: Work, join: Join, settleWords: Settle): TokenMerge {
  if (contested.base.every(isBlank)) return { tokens: join(contested.theirs, contested.mine), clash: false };
  const three = {
    base: words(contested.base.join('\n')),
    mine: words(contested.mine.join('\n')),
    theirs: words(contested.theirs.join('\n')),
  };
  if (three.base.length + three.mine.length + three.theirs.length > MAX_CONTESTED_WORDS)
    return { tokens: contested.mine, clash: true };
  const { tokens, clash } = mergeTokens(three, settleWords, work);
  return { tokens: tokens.length === 0 ? [] : tokens.join('').split('\n'), clash };
}

function joinOnce(theirs: string[], mine: string[]): string[] {
  return isSubsequence(theirs, mine) ? mine : uniteLines(theirs, mine);
}

/** A single word is weak evidence, so only a whole equal run counts as one insertion. */
function joinWordsOnce(theirs: string[], mine: string[]): string[] {
  if (isWithin(theirs, mine)) return mine;
  return isWithin(mine, theirs) ? theirs : bothWords(theirs, mine);
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let found = 0;
  for (const token of whole) if (token === part[found]) found += 1;
  return found === part.length;
}

function isWithin(part: readonly string[], whole: readonly string[]): boolean {
  return whole.some((_, from) => part.every((token, index) => whole[from + index] === token));
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
