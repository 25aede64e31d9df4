import { expect, test } from 'vitest';
import { type QuickShortcut, type Settings, settingsSchema } from '#app/contract/settings.ts';
import { followQuickShortcut } from '../../../../main/shell/quick-shortcut.ts';
import { quietLog } from '../../../support/quiet-log.ts';

function aSystem(taken: readonly string[] = []) {
  const registered = new Set<string>();
  let settings = settingsSchema.parse({});
  let listener: (next: Settings) => void = () => undefined;
  const shortcut = followQuickShortcut({
    settings: {
      get: () => settings,
      onChange(next) {
        listener = next;
        return () => undefined;
      },
    },
    globalShortcut: {
      register(accelerator) {
        if (taken.includes(accelerator)) return false;
        registered.add(accelerator);
        return true;
      },
      unregister: (accelerator) => void registered.delete(accelerator),
    },
    press: () => undefined,
    log: quietLog,
  });
  const choose = (quickAddShortcut: QuickShortcut) => {
    settings = { ...settings, quickAddShortcut };
    listener(settings);
  };
  return { registered, shortcut, choose };
}

test('no shortcut is registered before a person asks for one', () => {
  const { registered, shortcut } = aSystem();
  expect([...registered]).toEqual([]);
  expect(shortcut.state()).toBe('off');
});

test('it follows the setting, and unregisters the previous one', () => {
  const { registered, shortcut, choose } = aSystem();
  choose('CommandOrControl+Alt+N');
  choose('CommandOrControl+Shift+Space');
  expect([...registered]).toEqual(['CommandOrControl+Shift+Space']);
  expect(shortcut.state()).toBe('on');
  choose('off');
  expect([...registered]).toEqual([]);
  choose('CommandOrControl+Alt+N');
  shortcut.dispose();
  expect([...registered]).toEqual([]);
});

test('one used by another program is reported, and tried again with the next change of settings', () => {
  const taken = ['CommandOrControl+Alt+N'];
  const { registered, shortcut, choose } = aSystem(taken);
  choose('CommandOrControl+Alt+N');
  expect(shortcut.state()).toBe('taken');
  taken.pop();
  choose('CommandOrControl+Alt+N');
  expect(shortcut.state()).toBe('on');
  expect(registered.size).toBe(1);
});
