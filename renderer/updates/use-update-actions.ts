import { useRendererStore } from '../store/store-context.ts';

export interface UpdateActions {
  check(): Promise<void>;
  /** Confirms, quits, installs and restarts. */
  install(): Promise<void>;
  postpone(): Promise<void>;
}

/** The update actions; their results are shown wherever updates are. */
export function useUpdateActions(): UpdateActions {
  const { client, notices, store } = useRendererStore();
  const run = async (name: 'checkForUpdate' | 'installUpdate' | 'postponeUpdate') => {
    const answer = await client[name]();
    if (answer.ok) store.setState({ update: answer.value });
    else notices.fail(answer.error);
  };
  return {
    check: () => run('checkForUpdate'),
    install: () => run('installUpdate'),
    postpone: () => run('postponeUpdate'),
  };
}
