import { useCallback } from 'react';
import { useDeskState } from './desk-context.ts';

const MAC: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥' };
const OTHERS: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' };

/** Writes `mod+shift+S` the way the keyboards of this system are labelled: `⌘⇧S` or `Ctrl+Shift+S`. */
export function useKeyNames(): (shortcut: string) => string {
  const isMac = useDeskState((state) => state.appInfo?.platform === 'darwin');
  return useCallback(
    (shortcut) => {
      const names = shortcut.split('+').map((part) => (isMac ? MAC : OTHERS)[part] ?? part);
      return names.join(isMac ? '' : '+');
    },
    [isMac],
  );
}
