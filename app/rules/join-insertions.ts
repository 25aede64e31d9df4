import { sharedEnd, sharedStart } from './patience-diff.ts';

/** Concatenates two insertions; if one starts or ends with the other, it is kept once. */
export function both(theirs: string[], mine: string[]): string[] {
  if (isHeldBy(mine, theirs)) return theirs;
  return isHeldBy(theirs, mine) ? mine : [...theirs, ...mine];
}

/** Words that continue a line come before words that start a new one. */
export function bothWords(theirs: string[], mine: string[]): string[] {
  const held = both(theirs, mine);
  if (held.length < theirs.length + mine.length) return held;
  const [theirsHere, mineHere] = [lineEnd(theirs), lineEnd(mine)];
  return [
    ...theirs.slice(0, theirsHere),
    ...apart(mine.slice(0, mineHere)),
    ...theirs.slice(theirsHere),
    ...apart(mine.slice(mineHere)),
  ];
}

/** Number of words before a new line starts. */
function lineEnd(tokens: string[]): number {
  const end = tokens.findIndex((token) => token.includes('\n'));
  return end < 0 ? tokens.length : end;
}

function isHeldBy(part: readonly string[], whole: readonly string[]): boolean {
  return sharedStart(part, whole) === part.length || sharedEnd(part, whole, 0) === part.length;
}

/** Words include the blank before them, except the first word of a text. */
function apart([first, ...rest]: string[]): string[] {
  if (first === undefined) return [];
  return [/^\s/.test(first) ? first : ` ${first}`, ...rest];
}
