import type { Favourite } from '#app/contract/settings.ts';
import { useRendererState, useRendererStore } from './store-context.ts';

export const MOST_FAVOURITES = 30;

const isSame = (one: Favourite, table: string, id: string) => one.table === table && one.id === id;

/** Whether a record is a favourite, and a function that changes that. */
export function useFavourite(table: string, id: string): [boolean, () => void] {
  const { client, store, notices } = useRendererStore();
  const isFavourite = useRendererState(({ settings }) => settings.favourites.some((one) => isSame(one, table, id)));
  async function toggle() {
    const { favourites } = store.getState().settings;
    const others = favourites.filter((one) => !isSame(one, table, id));
    const next = others.length < favourites.length ? others : [...others, { table, id }].slice(-MOST_FAVOURITES);
    const answer = await client.updateSettings({ favourites: next });
    if (answer.ok) store.setState({ settings: answer.value });
    else notices.fail(answer.error);
  }
  return [isFavourite, () => void toggle()];
}
