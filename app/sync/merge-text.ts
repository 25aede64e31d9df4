import { sharedEnd, sharedStart } from './anchors.ts';
import { mergeTokens, newWork, type Settle } from './merge-tokens.ts';

/** Above this many words in a contested stretch, a word-by-word merge reads badly and costs too much. */
const MAX_CONTESTED_WORDS = 2000;

export interface TextMerge {
  text: string;
  /** True where both sides rewrote the same words; the text then has mine there. */
  clash: boolean;
}

/**
 * Three-way merge of prose: by lines first, then by words inside the stretches both sides touched.
 * Two insertions at the same place, or in place of an empty line, are both kept, theirs first.
 */
export function mergeText(base: string, mine: string, theirs: string): TextMerge {
  const three = { base: lines(base), mine: lines(mine), theirs: lines(theirs) };
  const { tokens, clash } = mergeTokens(three, mergeWords, newWork());
  return { text: tokens.join('\n'), clash };
}

const mergeWords: Settle = (contested, work) => {
  if (contested.base.every(isBlank)) return { tokens: both(contested.theirs, contested.mine), clash: false };
  const three = {
    base: words(contested.base.join('\n')),
    mine: words(contested.mine.join('\n')),
    theirs: words(contested.theirs.join('\n')),
  };
  if (three.base.length + three.mine.length + three.theirs.length > MAX_CONTESTED_WORDS)
    return { tokens: contested.mine, clash: true };
  const { tokens, clash } = mergeTokens(three, settleWords, work);
  return { tokens: tokens.length === 0 ? [] : tokens.join('').split('\n'), clash };
};

const settleWords: Settle = ({ base, mine, theirs }) =>
  base.length === 0 ? { tokens: both(theirs, mine, apart), clash: false } : { tokens: mine, clash: true };

/** Two insertions one after the other; where one begins or ends with the other, it holds that already. */
function both(
  theirs: string[],
  mine: string[],
  asSecond: (tokens: string[]) => string[] = (tokens) => tokens,
): string[] {
  if (isHeldBy(mine, theirs)) return theirs;
  return isHeldBy(theirs, mine) ? mine : [...theirs, ...asSecond(mine)];
}

function isHeldBy(part: readonly string[], whole: readonly string[]): boolean {
  return sharedStart(part, whole) === part.length || sharedEnd(part, whole, 0) === part.length;
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** Words carry the blank before them; only the first word of a text has none. */
function apart([first, ...rest]: string[]): string[] {
  if (first === undefined) return [];
  return [/^\s/.test(first) ? first : ` ${first}`, ...rest];
}

/** Without their breaks, so that the last line, which has none, equals the same line with another after it. */
function lines(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}

/** Each with the blank before it, so that the last word equals the same word with another after it. */
function words(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\S)(?=\s)/);
}
