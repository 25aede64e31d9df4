import { useEffect } from 'react';

/** Fallback targets for the focus: the open record, the list, the view. */
const PLACES = ['.detail', '#main [role=grid][tabindex]', '#main'];

/** The focus is on nothing in the window, or on the view itself as a last resort. */
export function isFocusNowhere(): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement.id === 'main';
}

/**
 * Moves a lost focus to a fallback, so that keys and screen readers always have a position: after following a link that
 * disappears with its view, deleting the last row of a list, or opening a record that covers the list.
 */
export function useFocusFallback(): void {
  useEffect(() => {
    let last: Element | null = null;
    let frame = 0;
    const isLost = () =>
      (document.activeElement === null || document.activeElement === document.body) &&
      last !== null &&
      !last.checkVisibility();
    const find = () => {
      // A closing dialog restores the focus by itself.
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
      // The replacement may take the focus first.
      frame = requestAnimationFrame(find);
    };
    const observer = new MutationObserver(findSoon);
    // A hidden element loses the focus only at the next layout.
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
