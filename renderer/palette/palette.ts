import type { LucideIcon } from 'lucide-react';

/** In the order in which they stand in the palette. */
export const PALETTE_GROUPS = ['actions', 'list', 'goTo', 'settings', 'records'] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

export interface PaletteItem {
  id: string;
  group: PaletteGroup;
  label: string;
  detail: string;
  icon: LucideIcon;
  keys: string;
  /** What it is found by. */
  words: string;
  /** One of many of its kind: shown only to whoever types for it. */
  isQuiet: boolean;
  run: () => void;
}

const wordsOf = (text: string) => text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u);

/** Whether every word typed begins one of these words, in any order. */
export function isFound(text: string, typed: string): boolean {
  const words = wordsOf(text);
  return wordsOf(typed).every((part) => words.some((word) => word.startsWith(part)));
}

/** Those to show for what was typed, group after group. */
export function foundItems(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const isBlank = typed.trim() === '';
  const found = items.filter(({ words, isQuiet }) => (isBlank ? !isQuiet : isFound(words, typed)));
  return PALETTE_GROUPS.flatMap((group) => found.filter((item) => item.group === group));
}
