import { useCallback } from 'react';
import type { PreferenceChange } from '#app/contract/settings.ts';
import { useRendererStore } from './store-context.ts';

/** Changes one thing that the person arranged, which follows them; says why if it failed. Resolves with success. */
export function useChangePreference(): (change: PreferenceChange) => Promise<boolean> {
  const { client, store, notices } = useRendererStore();
  return useCallback(
    async (change) => {
      const answer = await client.setPreference(change);
      if (answer.ok) store.setState({ settings: answer.value });
      else notices.fail(answer.error);
      return answer.ok;
    },
    [client, store, notices],
  );
}
