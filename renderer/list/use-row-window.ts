import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Lines rendered beyond each end of the visible range. */
const OVERSCAN = 4;
/** Slots are added in steps, so that a window growing by one line does not move all of them. */
const PLACES_STEP = 8;

export interface RowWindow {
  /** First and last line to render; `to` is below `from` if there are none. */
  from: number;
  to: number;
  /** Line n uses slot n modulo this: a line that scrolls out passes its elements to the one that scrolls in. */
  places: number;
  /** Scrolls a line into view, below a header of that height. */
  reveal(line: number, headerPx: number): void;
  toTop(): void;
}

/** The visible range of lines of equal height. */
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
      // Within the same frame, so that rows scrolling in are not blank for one.
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
    // Setting the scroll position forces a layout, even if nothing changes.
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
