const MAX_WORDS = 8;

/** The words of a search, without punctuation. */
export function searchTerms(words: string): string[] {
  return words
    .normalize('NFC')
    .split(/[^\p{L}\p{N}\p{M}\p{Co}]+/u)
    .filter((word) => word.length > 0)
    .slice(0, MAX_WORDS);
}

/**
 * An FTS5 expression for rows with every word as a prefix, limited to the columns if any are given. Words are quoted,
 * so that FTS5 syntax is plain text (https://sqlite.org/fts5.html).
 */
export function matchOf(terms: readonly string[], columns: readonly string[] = []): string {
  const all = terms.map((term) => `"${term}"*`).join(' ');
  return columns.length === 0 ? all : `{${columns.join(' ')}} : (${all})`;
}

/** Search words, split between the record's own text and its parents' text. */
export interface Division {
  above: readonly string[];
  own: readonly string[];
}

/** Above this number of words, only contiguous splits are tried. */
const MOST_DIVIDED_FREELY = 3;

/** Every split of the words between the parents' text and the record's own. */
export function divisionsOf(terms: readonly string[]): Division[] {
  if (terms.length > MOST_DIVIDED_FREELY) return neighbouringDivisions(terms);
  const choices = Array.from({ length: 2 ** terms.length - 1 }, (_, index) => index + 1);
  return choices.map((choice) => ({
    above: terms.filter((_, place) => (choice >> place) % 2 === 1),
    own: terms.filter((_, place) => (choice >> place) % 2 === 0),
  }));
}

function neighbouringDivisions(terms: readonly string[]): Division[] {
  const inner = terms.slice(1).flatMap((_, index): Division[] => {
    const [start, end] = [terms.slice(0, index + 1), terms.slice(index + 1)];
    return [
      { above: start, own: end },
      { above: end, own: start },
    ];
  });
  return [{ above: terms, own: [] }, ...inner];
}
