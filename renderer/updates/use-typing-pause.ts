import { useEffect, useState } from 'react';

/**
 * Whether nothing was typed for so long.
 *
 * @param isWatching false costs nothing, and is never a pause
 */
export function useTypingPause(pauseMs: number, isWatching: boolean): boolean {
  const [isPaused, setPaused] = useState(false);
  useEffect(() => {
    if (!isWatching) return setPaused(false);
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setPaused(true), pauseMs);
    };
    wait();
    window.addEventListener('keydown', wait, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', wait, true);
    };
  }, [pauseMs, isWatching]);
  return isPaused;
}
