import { useRendererStore } from './store-context.ts';

/** Saves text as a file; the system asks where, and a message shows the path. */
export function useSaveFile(): (name: string, content: string) => Promise<void> {
  const { client, notices } = useRendererStore();
  return async (name, content) => {
    const answer = await client.saveFile({ name, content });
    if (!answer.ok) notices.fail(answer.error);
    else if (answer.value !== null) notices.say('common.saved', { path: answer.value });
  };
}
