import { diff3Merge } from 'node-diff3';

/** Above this many words in a contested stretch, a word-by-word merge reads badly and costs too much. */
const MAX_CONTESTED_WORDS = 2000;

export interface TextMerge {
  text: string;
  /** True where both sides rewrote the same words; the text then has mine there. */
  clash: boolean;
}

interface TokenMerge {
  tokens: string[];
  clash: boolean;
}

/** Settles a stretch that both sides touched. */
type Settle = (base: string[], mine: string[], theirs: string[]) => TokenMerge;

/**
 * Three-way merge of prose: by lines first, then by words inside the stretches both sides touched.
 * Two insertions at the same place, or in place of an empty line, are both kept, theirs first.
 */
export function mergeText(base: string, mine: string, theirs: string): TextMerge {
  const { tokens, clash } = mergeTokens(lines(base), lines(mine), lines(theirs), mergeWords);
  return { text: tokens.join('\n'), clash };
}

function mergeTokens(base: string[], mine: string[], theirs: string[], settle: Settle): TokenMerge {
  const tokens: string[] = [];
  let clash = false;
  for (const region of diff3Merge(mine, base, theirs, { excludeFalseConflicts: true })) {
    if (region.ok) tokens.push(...region.ok);
    if (!region.conflict) continue;
    const { a, o, b } = region.conflict;
    const settled = settle(o, a, b);
    tokens.push(...settled.tokens);
    clash ||= settled.clash;
  }
  return { tokens, clash };
}

const mergeWords: Settle = (baseLines, mineLines, theirLines) => {
  if (baseLines.every(isBlank)) return { tokens: [...theirLines, ...mineLines], clash: false };
  const [base, mine, theirs] = [baseLines, mineLines, theirLines].map((stretch) => words(stretch.join('\n')));
  if (!base || !mine || !theirs || base.length + mine.length + theirs.length > MAX_CONTESTED_WORDS)
    return { tokens: mineLines, clash: true };
  const { tokens, clash } = mergeTokens(base, mine, theirs, settleWords);
  return { tokens: tokens.length === 0 ? [] : tokens.join('').split('\n'), clash };
};

const settleWords: Settle = (base, mine, theirs) =>
  base.length === 0 ? { tokens: [...theirs, ...apart(mine)], clash: false } : { tokens: mine, clash: true };

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
