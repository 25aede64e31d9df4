import type { MessageKey } from '#app/text/index.ts';
import { QUICK_ACTIONS, quickKeys, quickLabels } from '../record/quick-actions.ts';

interface ShortcutGroup {
  heading: MessageKey;
  /** What it does, and its keys. */
  keys: [MessageKey, string[]][];
}

/** Every key, as the sheet shows them; docs/keys.md has the same (tests/unit/renderer/keys.test.ts). */
export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    heading: 'keys.anywhere',
    keys: [
      ['palette.title', ['mod+K']],
      ['keys.new', ['mod+N']],
      ['shell.quickAdd', ['mod+shift+N']],
      ['keys.find', ['mod+F', '/']],
      ['shell.syncNow', ['mod+shift+S']],
      ['shell.print', ['mod+P']],
      ['common.undo', ['mod+Z']],
      ['common.redo', ['mod+shift+Z']],
      ['settings.title', ['mod+,']],
      ['settings.shortcuts', ['?']],
      ['help.title', ['F1']],
    ],
  },
  {
    heading: 'keys.lists',
    keys: [
      ['keys.down', ['J', '↓']],
      ['keys.up', ['K', '↑']],
      ['keys.open', ['enter']],
      ['keys.select', ['space']],
      ['keys.selectMore', ['shift+↓']],
      ['list.selectAll', ['mod+A']],
      ['quick.add', ['N']],
      ['keys.menu', ['menu', 'shift+F10']],
      ['keys.close', ['Esc']],
    ],
  },
  {
    heading: 'keys.work',
    keys: [
      ...QUICK_ACTIONS.map((action): [MessageKey, string[]] => [quickLabels[action], [quickKeys[action]]]),
      ['quick.edit', ['E']],
    ],
  },
  {
    heading: 'keys.record',
    keys: [
      ['keys.saveField', ['enter', 'Tab']],
      ['keys.revert', ['Esc']],
      ['keys.calendar', ['alt+↓']],
    ],
  },
];
