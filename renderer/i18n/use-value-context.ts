import { useEffect, useMemo, useReducer, useRef } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema } from '#app/schema/index.ts';
import type { ValueContext } from '#app/text/index.ts';
import type { RendererState } from '../store/state.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useI18n } from './i18n.tsx';

const NO_PEOPLE: ValueContext['people'] = [];

/**
 * Formatting context for values. Requests titles of records that are not loaded and updates when they arrive; a
 * component that requested none does not render again for other records.
 */
export function useValueContext(): ValueContext {
  const { records, store } = useRendererStore();
  const { text, formats } = useI18n();
  const people = useRendererState((state) => state.session?.people ?? NO_PEOPLE);
  const shown = useRef(new Map<string, { table: string; id: string; title: string | undefined }>());
  const [round, sayAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(
    () =>
      store.subscribe((state) => {
        const isOther = [...shown.current.values()].some(({ table, id, title }) => titleIn(state, table, id) !== title);
        if (!isOther) return;
        shown.current.clear();
        sayAgain();
      }),
    [store],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round means that a title is another
  return useMemo(
    () => ({
      text,
      formats,
      people,
      titleOf(table, id) {
        const title = titleIn(store.getState(), table, id);
        shown.current.set(recordKey(table, id), { table, id, title });
        if (title === undefined) queueMicrotask(() => records.ensure(table, id));
        return title;
      },
    }),
    [text, formats, people, store, records, round],
  );
}

function titleIn({ records }: RendererState, table: string, id: string): string | undefined {
  const title = records[recordKey(table, id)]?.data[ferrySchema.entity(table)?.title ?? ''];
  return title === undefined || title === null ? undefined : String(title);
}
