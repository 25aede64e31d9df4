import { useEffect, useState } from 'react';

/** Whether nothing was typed for this long. @param isWatching false is free, and never a pause */
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
