import { type RefObject, useEffect, useRef } from 'react';
import { isFocusNowhere } from './use-focus-fallback.ts';

/**
 * When the focused card of a list disappears, moves the focus to the next card, or to the selected tab if none is left.
 * @returns ref for the list's element, which must stay mounted when the list is empty
 */
export function useListFocus<E extends HTMLElement>(count: number | undefined): RefObject<E | null> {
  const box = useRef<E>(null);
  const lastIndex = useRef<number | null>(null);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const note = (event: FocusEvent) => {
      const cards = [...element.querySelectorAll('li')];
      const index = cards.findIndex((card) => event.target instanceof Node && card.contains(event.target));
      lastIndex.current = index < 0 ? null : index;
    };
    element.addEventListener('focusin', note);
    return () => element.removeEventListener('focusin', note);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says that a card went
  useEffect(() => {
    if (lastIndex.current === null || !isFocusNowhere()) return;
    const cards = box.current?.querySelectorAll('li') ?? [];
    const next = cards[Math.min(lastIndex.current, cards.length - 1)]?.querySelector<HTMLElement>('button, a');
    (next ?? document.querySelector<HTMLElement>('[role=tab][aria-selected=true]'))?.focus();
  }, [count]);

  return box;
}
