import { type DependencyList, useState } from 'react';
import { ok, type Result } from '#app/contract/errors.ts';
import { type Answer, useSyncAnswer } from './use-async.ts';

export interface Pages<T> {
  items: T[];
  hasMore: boolean;
  showMore(): void;
}

/**
 * Reads a long list page by page on demand.
 * @param askPage reads `size` items after the given one, or the first ones
 */
export function usePages<T>(
  size: number,
  askPage: (after: T | undefined) => Promise<Result<T[]>>,
  deps: DependencyList,
): Answer<Pages<T>> {
  const [count, setCount] = useState(1);
  const showMore = () => setCount((before) => before + 1);
  return useSyncAnswer(async (): Promise<Result<Pages<T>>> => {
    const items: T[] = [];
    for (let page = 0; page < count; page += 1) {
      const answer = await askPage(items.at(-1));
      if (!answer.ok) return answer;
      items.push(...answer.value);
      if (answer.value.length < size) return ok({ items, hasMore: false, showMore });
    }
    return ok({ items, hasMore: true, showMore });
  }, [size, count, ...deps]);
}
