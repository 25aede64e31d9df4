import { useRendererStore } from '../store/store-context.ts';

/** Saves all unsent work as a file; resolves to whether it was saved. */
export function useSaveUnsentWork(): () => Promise<boolean> {
  const { client, notices } = useRendererStore();
  return async () => {
    const answer = await client.saveUnsentWork();
    if (!answer.ok) notices.fail(answer.error);
    else if (answer.value !== null) notices.say('common.saved', { path: answer.value });
    return answer.ok && answer.value !== null;
  };
}
