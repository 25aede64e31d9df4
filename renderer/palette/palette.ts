import type { LucideIcon } from 'lucide-react';

/** In display order. */
export const PALETTE_GROUPS = ['favourites', 'recent', 'actions', 'list', 'goTo', 'settings', 'records'] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

export interface PaletteItem {
  id: string;
  group: PaletteGroup;
  label: string;
  detail: string;
  icon: LucideIcon;
  keys: string;
  /** The text it is found by. */
  words: string;
  /** One of many of its kind: shown only when searched for. */
  isQuiet: boolean;
  run: () => void;
}

const wordsOf = (text: string) => text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u);

/** Whether every typed word starts one of the text's words, in any order. */
export function isFound(text: string, typed: string): boolean {
  const words = wordsOf(text);
  return wordsOf(typed).every((part) => words.some((word) => word.startsWith(part)));
}

/** The items to show for the typed text, by group. */
export function foundItems(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const isBlank = typed.trim() === '';
  const found = items.filter(({ words, isQuiet }) => (isBlank ? !isQuiet : isFound(words, typed)));
  return PALETTE_GROUPS.flatMap((group) => found.filter((item) => item.group === group));
}
