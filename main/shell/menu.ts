import type { MenuItemConstructorOptions } from 'electron';
import type { MenuLabels } from './menu-labels.ts';

export interface MenuDeps {
  platform: NodeJS.Platform;
  labels: MenuLabels;
  /** The lists in order; `place` is the digit of the shortcut. */
  lists: readonly { view: string; label: string; place: number }[];
  isDevelopment: boolean;
  /** Shows a view of the renderer or runs one of its commands. */
  navigate: (view: string) => void;
  syncNow: () => void;
}

/** The menu bar. Commands that depend on the window go to the renderer as `navigate`. */
export function appMenu(deps: MenuDeps): MenuItemConstructorOptions[] {
  const { platform, labels, lists, isDevelopment, navigate, syncNow } = deps;
  const isMac = platform === 'darwin';
  const goTo = (label: string, view: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => navigate(view),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  // Only the window knows whether undo concerns a field or the desk. Without a system accelerator the page handles the
  // key.
  const ownKey = (label: string, view: string, accelerator: string): MenuItemConstructorOptions => ({
    ...goTo(label, view, accelerator),
    registerAccelerator: false,
  });
  const settings = goTo(labels.settings, 'settings', 'CmdOrCtrl+,');
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const application: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  const file: MenuItemConstructorOptions = {
    label: labels.file,
    submenu: [
      goTo(labels.newRecord, 'new', 'CmdOrCtrl+N'),
      goTo(labels.quickAdd, 'quickAdd', 'CmdOrCtrl+Shift+N'),
      { label: labels.syncNow, accelerator: 'CmdOrCtrl+Shift+S', click: syncNow },
      goTo(labels.print, 'print', 'CmdOrCtrl+P'),
      separator,
      ...(isMac ? [{ role: 'close' as const }] : [settings, separator, { role: 'quit' as const }]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: labels.edit,
    submenu: [
      ownKey(labels.undo, 'undo', 'CmdOrCtrl+Z'),
      ownKey(labels.redo, 'redo', 'CmdOrCtrl+Shift+Z'),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      separator,
      goTo(labels.find, 'find', 'CmdOrCtrl+F'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: labels.view,
    submenu: [
      ...lists.map(({ label, view, place }) => goTo(label, view, `CmdOrCtrl+${place}`)),
      // The last digit stays free however many lists there are.
      goTo(labels.syncCentre, 'sync', 'CmdOrCtrl+9'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(isDevelopment ? [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: labels.help,
    submenu: [goTo(labels.help, 'help', 'F1'), goTo(labels.shortcuts, 'shortcuts', 'CmdOrCtrl+/')],
  };
  return [...(isMac ? [application] : []), file, edit, view, { role: 'windowMenu', label: labels.window }, help];
}
