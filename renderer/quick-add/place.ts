import type { Place } from '#app/contract/lists.ts';
import { isSmallWord } from '#app/text/quick-line.ts';

const pointsOf = ({ matched }: Place) =>
  matched.reduce((sum, { isWhole, isOwner }) => sum + (isWhole ? 2 : 1) + (isOwner ? 1 : 0), 0);

/**
 * The unambiguous place for the typed words; null if the person has to choose. Words of its own title alone prove
 * nothing, since every client may have a payroll, unless it was named with `#`. Among equals, a single open one wins.
 * @param places best match first
 */
export function certainPlace(places: readonly Place[], isNamed: boolean): Place | null {
  const [first] = places;
  if (first === undefined) return null;
  if (!isNamed && !first.matched.some(({ isOwner }) => isOwner)) return null;
  const equals = places.filter((place) => pointsOf(place) === pointsOf(first));
  if (equals.length === 1) return first;
  const open = equals.filter(({ isClosed }) => !isClosed);
  return open.length === 1 ? (open[0] ?? null) : null;
}

/**
 * The title: the words without those at either end that only say where it belongs, and without the small word that led to
 * them. "VAT for Müller" is "VAT", "Count stock Müller payroll" is "Count stock", "Call Müller about VAT" stays.
 * @param asked positions in `words` of the words that were looked up
 */
export function titleWithout(words: readonly string[], place: Place | null, asked: readonly number[]): string {
  const naming = new Map(place?.matched.map(({ index, isOwner }) => [asked[index], isOwner]));
  const isOwner = (at: number) => naming.get(at) === true;
  let run = words.length;
  while (run > 0 && naming.has(run - 1)) run -= 1;
  let to = words.length;
  for (let at = words.length - 1; at >= run; at -= 1) if (isOwner(at)) to = at;
  if (to < words.length) while (to > 0 && isSmallWord(words[to - 1] ?? '')) to -= 1;
  let from = 0;
  while (isOwner(from)) from += 1;
  if (from < to) return words.slice(from, to).join(' ');
  return (from < words.length ? words.slice(from) : words).join(' ');
}
