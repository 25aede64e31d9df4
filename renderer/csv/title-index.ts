interface Titled {
  id: string;
  title: string;
}

/** Records of a table by title, without regard to case and spaces. */
export type TitleIndex = ReadonlyMap<string, readonly Titled[]>;

/** Words with what people do not see taken out: case, and spaces that are many, at the ends or of another width. */
export function plainWords(words: string): string {
  return words.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

export function titleIndex(records: readonly Titled[]): TitleIndex {
  const index = new Map<string, Titled[]>();
  for (const record of records) {
    const key = plainWords(record.title);
    const known = index.get(key);
    if (known === undefined) index.set(key, [record]);
    else known.push(record);
  }
  return index;
}

/** The id of the record that is named so: exactly so where there is one, else but for case and spaces. */
export function idOfTitle(index: TitleIndex | undefined, title: string): string | 'ambiguous' | 'unknown' {
  const [found, ...others] = index?.get(plainWords(title)) ?? [];
  if (found === undefined) return 'unknown';
  if (others.length === 0) return found.id;
  const [exact, ...more] = [found, ...others].filter((record) => record.title.trim() === title.trim());
  return exact === undefined || more.length > 0 ? 'ambiguous' : exact.id;
}
