/** Signing out, and withdrawn access. */
export const leaving = {
  'signOut.title': 'Sign out of {firm}?',
  'signOut.clean': 'Everything is uploaded. What should become of the records on this computer?',
  'signOut.unsent': {
    one: '{count} change on this computer never reached the server, or waits for your decision:',
    other: '{count} changes on this computer never reached the server, or wait for your decision:',
  },
  'signOut.more': { one: 'and {count} more record', other: 'and {count} more records' },
  'signOut.keep': 'Keep, locked',
  'signOut.keepHint':
    'The records stay on this computer, and nobody sees them in Ferry until you sign in. That needs a connection to the server. What waits uploads then.',
  'signOut.removeChoice': 'Remove from this computer…',
  'signOut.removeHint': 'The records, the backups and everything else Ferry keeps of the firm here are deleted.',
  'signOut.removeTitle': 'Remove {firm} from this computer?',
  'signOut.removeText':
    'The records, the backups and everything else Ferry keeps of {firm} here are deleted, and Ferry starts again. What is on the server stays there.',
  'signOut.removeUnsent': {
    one: '{count} change is on this computer alone and would be gone for good. Save it as a file, or upload it first.',
    other:
      '{count} changes are on this computer alone and would be gone for good. Save them as a file, or upload them first.',
  },
  'signOut.remove': 'Remove',
  'signOut.removeAnyway': { one: 'Remove, and lose {count} change', other: 'Remove, and lose {count} changes' },
  'signOut.export': 'Save as a file…',
  'signOut.upload': 'Upload first',
  'lock.signedOut':
    'The records of {firm} are on this computer and locked. Sign in to open them; that needs a connection to the server.',
  'lock.revoked': '{firm} has withdrawn the access of this computer. The records here are locked.',
  'lock.removal':
    'An owner of {firm} asked for its data to be removed from this computer. Ferry uploads what waits, then removes it.',
  'lock.removed': 'The data of {firm} was removed from this computer.',
  'lock.removedButUnsent': 'The records of {firm} were removed from this computer, as an owner asked.',
  'lock.unsent': {
    one: '{count} change of yours is here and not on the server. You can save it as a file.',
    other: '{count} changes of yours are here and not on the server. You can save them as a file.',
  },
  'lock.unsentUntil': {
    one: '{count} change of yours is here and not on the server. You can save it as a file until {until}; then everything Ferry keeps of the firm here is deleted, unless you sign in before.',
    other:
      '{count} changes of yours are here and not on the server. You can save them as a file until {until}; then everything Ferry keeps of the firm here is deleted, unless you sign in before.',
  },
  'lock.removes':
    'Everything is uploaded. On {until} all that Ferry keeps of the firm here is deleted, unless you sign in before.',
};
