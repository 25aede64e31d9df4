import type { JsonValue } from '#app/schema/index.ts';
import { linesOf, wordsOf } from './atoms.ts';
import type { Save } from './journal.ts';

/** A rule of the promise that was broken, what is missing, and the save it is missing from. */
export interface Loss {
  rule: string;
  what: string;
  save: Save | null;
}

/** Lines stay lines, and nothing stands there twice. */
export function proseLossesOf(text: JsonValue, saves: readonly Save[], settled: readonly Save[]): Loss[] {
  const words = wordsOf(text);
  const twice = words.find((word, index) => words.indexOf(word) < index);
  const losses: Loss[] =
    twice === undefined ? [] : [{ rule: 'no word of a text stands there twice', what: twice, save: null }];
  const lines = new Set(linesOf(text));
  for (const save of settled) {
    if (save.operation === 'delete') continue;
    const before = wordsOf(save.screen?.notes ?? null);
    for (const line of linesOf(save.typed.notes ?? null)) {
      const parts = wordsOf(line);
      const isNew = parts.every((word) => !before.includes(word));
      if (!isNew || lines.has(line) || !parts.every((word) => words.includes(word))) continue;
      if (!saves.some((other) => isRewriteOf(other, line, parts)))
        losses.push({ rule: 'lines stay as they were typed', what: line, save });
    }
  }
  return losses;
}

function isRewriteOf({ typed }: Save, line: string, parts: readonly string[]): boolean {
  return linesOf(typed.notes ?? null).some(
    (other) => other !== line && wordsOf(other).some((word) => parts.includes(word)),
  );
}
