import type { Text } from '#app/text/text.ts';

const LABELS = [
  'file',
  'edit',
  'view',
  'window',
  'help',
  'shortcuts',
  'newRecord',
  'quickAdd',
  'print',
  'find',
  'undo',
  'redo',
  'syncNow',
  'ready',
  'open',
  'quit',
  'settings',
  'syncCentre',
  'attentionTitle',
] as const;

/** Labels of the menu bar, the tray and notifications, without the status. */
export type MenuLabels = Record<(typeof LABELS)[number], string>;

export function menuLabels({ t }: Pick<Text, 't'>): MenuLabels {
  return Object.fromEntries(LABELS.map((label) => [label, t(`shell.${label}`)])) as MenuLabels;
}
