import { useEffect, useMemo, useReducer, useRef } from 'react';
import { ferrySchema } from '#app/schema/index.ts';
import type { ValueContext } from '#app/text/index.ts';
import { type DeskState, recordKey } from '../store/state.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import { useSpeech } from './speech.tsx';

const NO_PEOPLE: ValueContext['people'] = [];

/**
 * How values are written here. Titles of records that are not loaded yet are asked for, and appear when they arrive;
 * whoever asked for none is not rendered again by records that come and go.
 */
export function useValueContext(): ValueContext {
  const { records, store } = useDesk();
  const { text, formats } = useSpeech();
  const people = useDeskState((state) => state.session?.people ?? NO_PEOPLE);
  const said = useRef(new Map<string, { table: string; id: string; title: string | undefined }>());
  const [round, sayAgain] = useReducer((count: number) => count + 1, 0);
  useEffect(
    () =>
      store.subscribe((state) => {
        const isOther = [...said.current.values()].some(({ table, id, title }) => titleIn(state, table, id) !== title);
        if (!isOther) return;
        said.current.clear();
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
        said.current.set(recordKey(table, id), { table, id, title });
        if (title === undefined) queueMicrotask(() => records.ensure(table, id));
        return title;
      },
    }),
    [text, formats, people, store, records, round],
  );
}

function titleIn({ records }: DeskState, table: string, id: string): string | undefined {
  const title = records[recordKey(table, id)]?.data[ferrySchema.entity(table)?.title ?? ''];
  return title === undefined || title === null ? undefined : String(title);
}
