import { useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { SearchHit } from '#app/contract/lists.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { iconOf } from '../record/icons.ts';
import { useRendererStore } from '../store/store-context.ts';
import type { PaletteItem } from './palette.ts';

const MOST_HITS = 12;

interface Hits {
  /** The words they match. */
  words: string;
  items: PaletteItem[];
  /** False until the answer to the current words arrives; previous results stay visible. */
  isCurrent: boolean;
  /** Why the search failed. */
  error: FerryError | null;
  retry: () => void;
}

interface Answer {
  words: string;
  hits: SearchHit[];
  error: FerryError | null;
}

const NOTHING: Answer = { words: '', hits: [], error: null };

/** Matching records, best first. */
export function useHits(typed: string): Hits {
  const { client } = useRendererStore();
  const { label } = useI18n();
  const words = typed.trim();
  const [answer, setAnswer] = useState<Answer>(NOTHING);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: searches again at each attempt
  useEffect(() => {
    if (words === '') return setAnswer(NOTHING);
    let isCurrent = true;
    void client.searchRecords(words, MOST_HITS).then((found) => {
      if (!isCurrent) return;
      setAnswer({ words, hits: found.ok ? found.value : [], error: found.ok ? null : found.error });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, words, attempt]);
  const items = answer.hits.map((hit): PaletteItem => {
    const entity = ferrySchema.entity(hit.table);
    const kind = entity === undefined ? '' : label(entity.label);
    return {
      id: `${hit.table}/${hit.id}`,
      group: 'records',
      label: hit.title,
      detail: [kind, hit.detail].filter((part) => part !== '').join(' · '),
      icon: iconOf(hit.table),
      keys: '',
      words: '',
      isQuiet: false,
      run: () => goTo({ view: 'list', table: hit.table, recordId: hit.id }),
    };
  });
  return {
    words: answer.words,
    items: words === '' ? [] : items,
    isCurrent: answer.words === words,
    error: words === '' ? null : answer.error,
    retry: () => setAttempt(attempt + 1),
  };
}
