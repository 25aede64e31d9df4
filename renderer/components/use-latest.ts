import { type RefObject, useLayoutEffect, useRef } from 'react';

/** A ref to the latest render's value, for stable callbacks. */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}
