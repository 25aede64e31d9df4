import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Lines drawn beyond those in view on either side. */
const OVERSCAN = 4;
/** Places are added so many at a time, so that a window that grows by a line does not move them all. */
const PLACES_STEP = 8;

export interface RowWindow {
  /** The first and the last line to draw; `to` is below `from` where there is none. */
  from: number;
  to: number;
  /** Line n is drawn in place n modulo this: a line that scrolls out lends its elements to the one that comes in. */
  places: number;
  /** Brings a line into view, beneath a header of that height. */
  reveal(line: number, headerPx: number): void;
  toTop(): void;
}

/** Which of so many lines of equal height are in view. */
export function useRowWindow(scroller: React.RefObject<HTMLElement | null>, length: number, rowPx: number): RowWindow {
  const isAtTop = useRef(true);
  const [view, setView] = useState({ topPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const topPx = Math.floor(element.scrollTop / rowPx) * rowPx;
      const heightPx = element.clientHeight;
      setView((before) => (before.topPx === topPx && before.heightPx === heightPx ? before : { topPx, heightPx }));
    };
    look();
    const onScroll = () => {
      isAtTop.current = element.scrollTop === 0;
      // In the same frame: else what scrolls in would be blank for one.
      flushSync(look);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, rowPx]);

  const inView = Math.ceil(view.heightPx / rowPx) + 1;
  const first = Math.min(Math.floor(view.topPx / rowPx), Math.max(0, length - inView));
  const most = useRef(0);
  most.current = Math.max(most.current, Math.ceil((inView + 2 * OVERSCAN + 1) / PLACES_STEP) * PLACES_STEP);

  const reveal = useCallback(
    (line: number, headerPx: number) => {
      const element = scroller.current;
      if (element === null) return;
      const topPx = line * rowPx;
      const roomPx = element.clientHeight - headerPx;
      if (topPx < element.scrollTop) element.scrollTop = topPx;
      else if (topPx + rowPx > element.scrollTop + roomPx) element.scrollTop = topPx + rowPx - roomPx;
    },
    [scroller, rowPx],
  );
  const toTop = useCallback(() => {
    // Scrolling makes the browser lay out the list at once, even where there is nothing to scroll.
    if (!isAtTop.current) scroller.current?.scrollTo(0, 0);
  }, [scroller]);
  return {
    from: Math.max(0, first - OVERSCAN),
    to: Math.min(length - 1, first + inView + OVERSCAN),
    places: most.current,
    reveal,
    toTop,
  };
}
