import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { ferrySchema } from '#app/schema/index.ts';
import { createI18n } from '../../../../main/shell/i18n.ts';
import { appMenu } from '../../../../main/shell/menu.ts';
import { manualClock } from '../support.ts';

function aMenu(platform: NodeJS.Platform, isDevelopment = false) {
  const navigate = vi.fn<(view: string) => void>();
  const syncNow = vi.fn<() => void>();
  const { labels, lists } = createI18n('en', { language: 'en-GB', region: 'en-GB' }, manualClock());
  return { menu: appMenu({ platform, labels, lists, isDevelopment, navigate, syncNow }), navigate, syncNow };
}

function itemsOf(menu: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
}

function click(menu: MenuItemConstructorOptions[], accelerator: string) {
  const item = itemsOf(menu).find((candidate) => candidate.accelerator === accelerator);
  const press: (() => void) | undefined = item?.click && Reflect.apply.bind(null, item.click, null, []);
  press?.();
}

test.each<[accelerator: string, view: string]>([
  ['CmdOrCtrl+N', 'new'],
  ['CmdOrCtrl+F', 'find'],
  ['CmdOrCtrl+,', 'settings'],
  ...ferrySchema.entities.map(({ place, table }) => [`CmdOrCtrl+${place}`, table] satisfies [string, string]),
  ['CmdOrCtrl+9', 'sync'],
  ['CmdOrCtrl+Z', 'undo'],
  ['CmdOrCtrl+Shift+Z', 'redo'],
])('%s goes to %s', (accelerator, view) => {
  const { menu, navigate } = aMenu('darwin');
  click(menu, accelerator);
  expect(navigate).toHaveBeenCalledWith(view);
});

test('⌘⇧S syncs', () => {
  const { menu, syncNow } = aMenu('darwin');
  click(menu, 'CmdOrCtrl+Shift+S');
  expect(syncNow).toHaveBeenCalledOnce();
});

test('macOS has the app menu; elsewhere settings and quit are in File', () => {
  expect(aMenu('darwin').menu[0]?.role).toBe('appMenu');
  expect(itemsOf(aMenu('linux').menu).map((item) => item.role)).toContain('quit');
});

test.each(['darwin', 'linux', 'win32'] as const)('no two items on %s share a shortcut', (platform) => {
  const accelerators = itemsOf(aMenu(platform).menu).flatMap(({ accelerator }) => accelerator ?? []);
  expect(new Set(accelerators).size).toBe(accelerators.length);
});

test('a packaged app has no developer tools', () => {
  expect(itemsOf(aMenu('linux').menu).map((item) => item.role)).not.toContain('toggleDevTools');
});
