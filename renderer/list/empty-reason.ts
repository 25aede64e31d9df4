export type EmptyReason = 'noMatch' | 'filling' | 'empty';

interface ListState {
  isFiltered: boolean;
  isFilling: boolean;
  /** Records of the table, filtered or not; undefined before they are counted. */
  storedCount: number | undefined;
}

/** Why a list shows no rows. A filter explains nothing if the table is empty: some lists start with one. */
export function emptyReason({ isFiltered, isFilling, storedCount }: ListState): EmptyReason {
  if (isFiltered && storedCount !== 0) return 'noMatch';
  return isFilling ? 'filling' : 'empty';
}

/** What becomes of what is added. */
export const emptyHint = (isAlone: boolean) => (isAlone ? 'alone.listHint' : 'list.empty.hint');
