import { type RefObject, useLayoutEffect, useRef } from 'react';

/** What a stable function reads when it is called: the value of the last render. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
