const MAX_WORDS = 8;

/**
 * An FTS5 expression that finds rows holding every word, the last ones as they are being typed; null where nothing is
 * left to look for. Each word is quoted, so that FTS5's own syntax is just text (https://sqlite.org/fts5.html).
 */
export function matchExpression(words: string): string | null {
  const terms = words
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => word.length > 0)
    .slice(0, MAX_WORDS);
  return terms.length === 0 ? null : terms.map((term) => `"${term}"*`).join(' ');
}
