/** Settings and session files that cannot be read. */
export const fileProblems = {
  'fileProblem.settings.unreadable':
    'Ferry cannot read your settings just now and works with the standard ones. Yours are unchanged and apply again as soon as the file can be read; perhaps another program holds it, or you may not open it:',
  'fileProblem.settings.invalid':
    'Your settings could not be read because their file was damaged, so the standard ones apply. The damaged file is kept as:',
  'fileProblem.settings.partly': {
    one: 'This setting could not be read and has its standard value again: {names}. The file as it was is kept as:',
    other:
      'These settings could not be read and have their standard values again: {names}. The file as it was is kept as:',
  },
  'fileProblem.session.unreadable':
    'Ferry cannot read who is signed in here. Nothing is lost: you are signed in again as soon as the file can be read. Perhaps another program holds it, or you may not open it:',
  'fileProblem.session.invalid':
    'Ferry could not read who was signed in here because the file was damaged. Sign in again; your work is still on this computer. The damaged file is kept as:',
  'fileProblem.setting.server': 'Server address',
  'fileProblem.setting.syncIntervalMs': 'Sync interval',
  'fileProblem.setting.appearance': 'Theme',
  'fileProblem.setting.density': 'Density',
  'fileProblem.setting.language': 'Language',
  'fileProblem.setting.updateChannel': 'Update channel',
  'fileProblem.setting.notifications': 'Notifications',
  'fileProblem.setting.openAtLogin': 'Opening at login',
  'fileProblem.setting.keepInTray': 'Working in the background',
  'fileProblem.setting.automaticBackups': 'Automatic backups',
  'fileProblem.setting.quickAddShortcut': 'Shortcut for quick add',
  'fileProblem.setting.favourites': 'Favourites',
  'fileProblem.setting.views': 'Saved views',
  'fileProblem.setting.columns': 'Columns of lists',
  'fileProblem.setting.seenAt': 'Time of your last visit',
};
