import { Star } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { iconOf } from '../record/icons.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import type { PaletteItem } from './palette.ts';
import { makeItem } from './palette-context.ts';

const MOST_RECENT = 6;

/** Favourites, found by their titles, and the records opened last, shown until something is typed. */
export function useKeptItems(): PaletteItem[] {
  const { client, records: mirror } = useRendererStore();
  const { label } = useI18n();
  const favourites = useRendererState(({ settings }) => settings.favourites);
  const [opened, setOpened] = useState(favourites.slice(0, 0));
  useEffect(() => {
    void client.listRecent().then((answer) => answer.ok && setOpened(answer.value));
  }, [client]);
  const recent = useMemo(
    () => opened.filter((one) => !favourites.some((other) => other.id === one.id)).slice(0, MOST_RECENT),
    [opened, favourites],
  );
  const records = useRendererState((state) => state.records);
  useEffect(() => {
    const stops = [...favourites, ...recent].map(({ table, id }) => mirror.watch(table, id));
    return () => {
      for (const stop of stops) stop();
    };
  }, [mirror, favourites, recent]);
  const itemsOf = (kept: typeof recent, group: 'favourites' | 'recent') =>
    kept.flatMap(({ table, id }) => {
      const entity = ferrySchema.entity(table);
      const record = records[recordKey(table, id)];
      if (entity === undefined || record === undefined || record.deleted) return [];
      const title = String(record.data[entity.title] ?? '');
      const isFavourite = group === 'favourites';
      return [
        makeItem(
          `${group}-${table}-${id}`,
          group,
          title,
          isFavourite ? Star : iconOf(table),
          () => goTo({ view: 'list', table, recordId: id }),
          // Once something is typed, the search finds recent records like all others.
          { detail: label(entity.label), words: isFavourite ? title : '' },
        ),
      ];
    });
  return [...itemsOf(favourites, 'favourites'), ...itemsOf(recent, 'recent')];
}
