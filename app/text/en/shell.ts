/** The menu bar, the tray and notifications. */
export const shell = {
  'shell.file': 'File',
  'shell.edit': 'Edit',
  'shell.view': 'View',
  'shell.window': 'Window',
  'shell.newRecord': 'New…',
  'shell.quickAdd': 'Quick add…',
  'shell.find': 'Find…',
  'shell.undo': 'Undo',
  'shell.redo': 'Redo',
  'shell.syncNow': 'Sync now',
  'shell.ready': 'Ready to go offline?',
  'shell.open': 'Open Ferry',
  'shell.quit': 'Quit',
  'shell.settings': 'Settings…',
  'shell.syncCentre': 'Sync centre',
  'shell.attentionTitle': 'Ferry needs you',
};
