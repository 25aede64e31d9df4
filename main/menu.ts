import type { MenuItemConstructorOptions } from 'electron';
import type { Words } from './words.ts';

export interface MenuDeps {
  platform: NodeJS.Platform;
  words: Words;
  isDevelopment: boolean;
  /** Shows a view of the renderer, or runs one of its commands. */
  navigate: (view: string) => void;
  syncNow: () => void;
}

/** The menu bar. Commands that need the window's knowledge go to the renderer as `navigate`. */
export function appMenu({ platform, words, isDevelopment, navigate, syncNow }: MenuDeps): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  const goTo = (label: string, view: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => navigate(view),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  // Only the window knows whose undo it is: the field's, or the desk's. Where the key is not the system's, the page has it.
  const ownKey = (label: string, view: string, accelerator: string): MenuItemConstructorOptions => ({
    ...goTo(label, view, accelerator),
    registerAccelerator: false,
  });
  const settings = goTo(words.settings, 'settings', 'CmdOrCtrl+,');
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
    label: words.file,
    submenu: [
      goTo(words.newRecord, 'new', 'CmdOrCtrl+N'),
      { label: words.syncNow, accelerator: 'CmdOrCtrl+Shift+S', click: syncNow },
      separator,
      ...(isMac ? [{ role: 'close' as const }] : [settings, separator, { role: 'quit' as const }]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: words.edit,
    submenu: [
      ownKey(words.undo, 'undo', 'CmdOrCtrl+Z'),
      ownKey(words.redo, 'redo', 'CmdOrCtrl+Shift+Z'),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      separator,
      goTo(words.find, 'find', 'CmdOrCtrl+F'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: words.view,
    submenu: [
      goTo(words.clients, 'clients', 'CmdOrCtrl+1'),
      goTo(words.engagements, 'engagements', 'CmdOrCtrl+2'),
      goTo(words.tasks, 'tasks', 'CmdOrCtrl+3'),
      goTo(words.syncCentre, 'sync', 'CmdOrCtrl+4'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(isDevelopment ? [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
    ],
  };
  return [...(isMac ? [application] : []), file, edit, view, { role: 'windowMenu', label: words.window }];
}
