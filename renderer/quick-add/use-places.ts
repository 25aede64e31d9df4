import { useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { Place } from '#app/contract/lists.ts';
import { isSmallWord, type QuickLine } from '#app/text/quick-line.ts';
import { useRendererStore } from '../store/store-context.ts';

const MOST_WORDS = 16;
const MOST_LETTERS = 200;

interface Answer {
  key: string;
  places: readonly Place[];
  error: FerryError | null;
}

export interface Places {
  places: readonly Place[];
  /** Positions in the line's words of those that were looked up; -1 is what follows `#`. */
  asked: readonly number[];
  /** False until the answer for the current words is here. */
  isCurrent: boolean;
  error: FerryError | null;
}

/** Looks up where a line belongs, by what follows `#` and all its words that mean something. */
export function usePlaces(table: string, { words, place }: QuickLine): Places {
  const { client } = useRendererStore();
  const [answer, setAnswer] = useState<Answer>({ key: '', places: [], error: null });
  const meaning = words.flatMap((word, at) => (isSmallWord(word) || word.length > MOST_LETTERS ? [] : [at]));
  const asked = [...(place === null ? [] : [-1]), ...meaning].slice(0, MOST_WORDS);
  const sought = asked.map((at) => (at < 0 ? (place ?? '').slice(0, MOST_LETTERS) : (words[at] ?? '')));
  const key = sought.length === 0 ? '' : JSON.stringify([table, ...sought]);
  useEffect(() => {
    if (key === '') return setAnswer({ key, places: [], error: null });
    let isCurrent = true;
    const [, ...wanted] = JSON.parse(key) as string[];
    void client.findPlaces(table, wanted).then((found) => {
      if (!isCurrent) return;
      setAnswer({ key, places: found.ok ? found.value : [], error: found.ok ? null : found.error });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, table, key]);
  // What follows `#` has to be among the words that name it.
  const places = place === null ? answer.places : answer.places.filter(({ matched }) => matched[0]?.index === 0);
  return { places, asked, isCurrent: answer.key === key, error: answer.error };
}
