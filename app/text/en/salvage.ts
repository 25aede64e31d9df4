/** Damaged or missing data, and its repair. */
export const salvage = {
  'salvage.title.damaged': 'Your data was damaged and has been repaired',
  'salvage.title.missing': 'Your data was missing',
  'salvage.title.restored': 'The backup was restored; the data before it was damaged',
  'salvage.title.lookedInto': 'Ferry looked into the old data file',
  'salvage.title.failed': 'This could not be done',
  'salvage.cause.damaged': 'Ferry could not read the data on this computer, so it set the file aside as it is.',
  'salvage.cause.missing': 'The file that holds your data was gone or empty when Ferry started.',
  'salvage.cause.restored': 'Ferry set the damaged file aside and brought over what it could read of your work.',
  'salvage.fromBackup': 'The backup of {when} took its place. What is on the server comes back with the next sync.',
  'salvage.fromServer':
    'There was no sound backup, so your firm’s records are downloaded from the server again once you are online.',
  'salvage.waiting': {
    one: '{count} change is saved here and waits to upload.',
    other: '{count} changes are saved here and wait to upload.',
  },
  'salvage.noneWaiting': 'No unsent change was found.',
  'salvage.restoredSound': {
    one: 'Restored from the backup of {when}. {count} change that was waiting to upload moved over.',
    other: 'Restored from the backup of {when}. {count} changes that were waiting to upload moved over.',
  },
  'salvage.restoredSoundAlone': 'Restored from the backup of {when}. No change was waiting to upload.',
  'salvage.drafts': { one: '{count} unfinished entry is here.', other: '{count} unfinished entries are here.' },
  'salvage.conflicts': { one: '{count} conflict waits for you.', other: '{count} conflicts wait for you.' },
  'salvage.foundElsewhere': {
    one: '{count} change came from a backup or from the second copy that Ferry keeps.',
    other: '{count} changes came from a backup or from the second copy that Ferry keeps.',
  },
  'salvage.broughtBack': {
    one: 'It gave back {count} change.',
    other: 'It gave back {count} changes.',
  },
  'salvage.fromJournal': {
    one: 'Part of this computer’s data was lost. Ferry brought back {count} change from its second copy; nothing that waits to upload is missing.',
    other:
      'Part of this computer’s data was lost. Ferry brought back {count} changes from its second copy; nothing that waits to upload is missing.',
  },
  'salvage.broughtNothing': 'It holds nothing that is not already here.',
  'salvage.complete': 'Nothing that was waiting to upload is missing.',
  'salvage.incomplete':
    'Parts could not be read. Changes that were not uploaded yet may be missing; look through your last work.',
  'salvage.incompleteDrafts': 'Some unfinished entries or conflicts may be missing.',
  'salvage.keptAs': 'The old file is kept here:',
  'salvage.again': 'Ferry can look into it again in Settings, under Backups.',
  'salvage.unchanged': 'Your data is as it was.',
  'salvage.openSettings': 'Open Settings',
  'salvage.damagedNow': 'The data on this computer is damaged',
  'salvage.damagedNowText':
    'Ferry found damage in its data file. When it starts again, it sets the file aside, puts the newest sound backup in its place and brings over all it can read of your work.',
  'salvage.later': 'Later',
  'setAside.title': 'Set aside',
  'setAside.hint': 'Damaged data files. Ferry keeps them for good; unsent work may still come out of them.',
  'setAside.lookInto': 'Look into it again…',
  'setAside.confirmTitle': 'Look into this file again?',
  'setAside.confirmText':
    'Ferry starts again, reads the file once more and brings back changes, unfinished entries and conflicts that are not here yet. Nothing here is replaced.',
  'setAside.confirm': 'Restart and look',
};
