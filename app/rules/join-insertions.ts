import { sharedEnd, sharedStart } from './patience-diff.ts';

/** Two insertions one after the other; where one begins or ends with the other, it holds that already. */
export function both(theirs: string[], mine: string[]): string[] {
  if (isHeldBy(mine, theirs)) return theirs;
  return isHeldBy(theirs, mine) ? mine : [...theirs, ...mine];
}

/** What continues a line stays on it, in front of what begins a new one. */
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

/** How many of these words come before a new line begins. */
function lineEnd(tokens: string[]): number {
  const end = tokens.findIndex((token) => token.includes('\n'));
  return end < 0 ? tokens.length : end;
}

function isHeldBy(part: readonly string[], whole: readonly string[]): boolean {
  return sharedStart(part, whole) === part.length || sharedEnd(part, whole, 0) === part.length;
}

/** Words carry the blank before them; only the first word of a text has none. */
function apart([first, ...rest]: string[]): string[] {
  if (first === undefined) return [];
  return [/^\s/.test(first) ? first : ` ${first}`, ...rest];
}
