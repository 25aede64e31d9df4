import { useMemo } from 'react';
import { ferrySchema } from '#app/schema/index.ts';
import type { ValueContext } from '#app/text/index.ts';
import { recordKey } from '../store/state.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import { useSpeech } from './speech.tsx';

const NO_PEOPLE: ValueContext['people'] = [];

/** How values are written here. Titles of records that are not loaded yet are asked for, and appear when they arrive. */
export function useValueContext(): ValueContext {
  const { records } = useDesk();
  const { text, formats } = useSpeech();
  const people = useDeskState((state) => state.session?.people ?? NO_PEOPLE);
  const known = useDeskState((state) => state.records);
  return useMemo(
    () => ({
      text,
      formats,
      people,
      titleOf(table, id) {
        const record = known[recordKey(table, id)];
        if (record === undefined) queueMicrotask(() => records.ensure(table, id));
        const title = record?.data[ferrySchema.entity(table)?.title ?? ''];
        return title === undefined || title === null ? undefined : String(title);
      },
    }),
    [text, formats, people, known, records],
  );
}
