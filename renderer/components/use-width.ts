import { useLayoutEffect, useState } from 'react';

/** The inner width of an element in px, kept current. */
export function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(1000);
  // Measured before the first paint, so that nothing jumps.
  useLayoutEffect(() => {
    if (element.current === null) return;
    setWidth(Math.round(element.current.clientWidth));
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
