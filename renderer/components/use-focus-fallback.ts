import { useEffect } from 'react';

/** Where the focus goes when what had it went away: the open record, or the list, or the view. */
const PLACES = ['.detail', '#main [role=grid][tabindex]', '#main'];

/** Nothing in the window has the focus, or the view itself, because there was nothing better. */
export function isFocusNowhere(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.id === 'main';
}

/**
 * The focus is never left on nothing, where no key and no screen reader knows where it is: not by following a link that
 * goes away with its view, not by deleting the last row of a list, not by opening a record that covers the list.
 */
export function useFocusKept(): void {
  useEffect(() => {
    let last: Element | null = null;
    let frame = 0;
    const isLost = () =>
      (document.activeElement === null || document.activeElement === document.body) &&
      last !== null &&
      !last.checkVisibility();
    const find = () => {
      // A dialog gives the focus back by itself when it closes.
      if (!isLost() || document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
      const place = PLACES.map((selector) => document.querySelector<HTMLElement>(selector)).find(
        (each) => each !== null,
      );
      place?.focus({ preventScroll: true });
    };
    const onFocus = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null;
    };
    const findSoon = () => {
      if (!isLost()) return;
      cancelAnimationFrame(frame);
      // What takes its place may take the focus first.
      frame = requestAnimationFrame(find);
    };
    const observer = new MutationObserver(findSoon);
    // What is hidden loses the focus only when the page is laid out.
    const onBlur = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget === null) requestAnimationFrame(findSoon);
    };
    document.addEventListener('focusin', onFocus);
    document.addEventListener('focusout', onBlur);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('focusout', onBlur);
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
}
