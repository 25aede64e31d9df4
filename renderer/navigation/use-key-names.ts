import { useCallback } from 'react';
import type { MessageKey } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';

const MAC: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥', enter: '↵', delete: '⌫' };
const OTHERS: Record<string, MessageKey> = {
  mod: 'key.ctrl',
  shift: 'key.shift',
  alt: 'key.alt',
  enter: 'key.enter',
  delete: 'key.delete',
};
const ANYWHERE: Record<string, MessageKey> = { space: 'key.space', menu: 'key.menu' };

/** Formats `mod+shift+S` as labelled on this system's keyboard: `⌘⇧S`, `Ctrl+Shift+S`, `Strg+Umschalt+S`. */
export function useKeyNames(): (shortcut: string) => string {
  const { t } = useI18n();
  const isMac = useRendererState((state) => state.appInfo?.platform === 'darwin');
  return useCallback(
    (shortcut) => {
      const nameOf = (part: string) => {
        const sign = isMac ? MAC[part] : undefined;
        const word = sign === undefined ? ((isMac ? undefined : OTHERS[part]) ?? ANYWHERE[part]) : undefined;
        return sign ?? (word === undefined ? part : t(word));
      };
      return shortcut
        .split('+')
        .map(nameOf)
        .join(isMac ? '' : '+');
    },
    [isMac, t],
  );
}
