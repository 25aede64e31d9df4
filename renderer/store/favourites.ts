import { useRendererState, useRendererStore } from './store-context.ts';
import { useChangePreference } from './use-change-preference.ts';

/** Whether a record is a favourite, and a function that changes that. */
export function useFavourite(table: string, id: string): [boolean, () => void] {
  const { store } = useRendererStore();
  const change = useChangePreference();
  const isIn = ({ settings }: ReturnType<typeof store.getState>) =>
    settings.favourites.some((one) => one.table === table && one.id === id);
  const isFavourite = useRendererState(isIn);
  return [isFavourite, () => void change({ kind: 'favourite', id, value: isIn(store.getState()) ? null : { table } })];
}
