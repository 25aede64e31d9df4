import { type DependencyList, useCallback, useEffect, useState } from 'react';
import type { FerryError, Result } from '#app/contract/errors.ts';
import { useRendererState } from './store-context.ts';

export interface Answer<T> {
  /** Undefined until it arrives; the previous value stays during a reload. */
  value: T | undefined;
  error: FerryError | null;
  reload(): void;
}

/** Reads a value from main, and again when the outbox, the conflicts or the run change. Late answers are dropped. */
export function useSyncAnswer<T>(ask: () => Promise<Result<T>>, deps: DependencyList): Answer<T> {
  const pulse = useRendererState((state) =>
    JSON.stringify([state.status?.regions.counts, state.status?.regions.run.kind]),
  );
  const [state, setState] = useState<{ value: T | undefined; error: FerryError | null }>({
    value: undefined,
    error: null,
  });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names what its question depends on
  const question = useCallback(ask, deps);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pulse and the round say when to ask again
  useEffect(() => {
    let isCurrent = true;
    void question().then((answer) => {
      if (!isCurrent) return;
      setState((before) => (answer.ok ? { value: answer.value, error: null } : { ...before, error: answer.error }));
    });
    return () => {
      isCurrent = false;
    };
  }, [question, pulse, round]);
  return { ...state, reload: useCallback(() => setRound((count) => count + 1), []) };
}
