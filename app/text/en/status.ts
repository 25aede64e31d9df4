export const status = {
  'status.upToDate': 'Up to date',
  'status.pending': { one: '{count} change waiting to upload', other: '{count} changes waiting to upload' },
  'status.uploading': 'Uploading {done} of {total}',
  'status.downloading': 'Downloading {done} of {total}',
  'status.filling': 'First download: {done} of {total}',
  'status.checking': 'Checking for changes',
  'status.lastChecked': 'Last checked {time}',
  'status.neverChecked': 'Not checked yet',
  'status.offline': 'Offline: work is saved on this computer',
  'status.syncFailing': 'Sync does not get through',
  'status.serverUnreachable': 'Server unreachable: work is saved on this computer',
  'status.short.offline': 'Offline',
  'status.short.serverUnreachable': 'Server unreachable',
  'status.paused': 'Sync is paused',
  'status.pausedUntil': 'Sync is paused until {time}',
  'status.parked': { one: '{count} change needs attention', other: '{count} changes need attention' },
  'status.conflicts': { one: '{count} conflict to decide', other: '{count} conflicts to decide' },
  'status.parkedAndConflicts': { one: '{count} thing needs attention', other: '{count} things need attention' },
  'status.alone': 'Saved on this computer',
  'status.signedOut': 'Signed out',
  'status.sessionExpired': 'Sign in again to sync',
  'status.revoked': 'This computer was signed out',
  'status.superseded': 'This data folder signed in elsewhere',
  'status.serverReplaced': 'Another server answers',
  'status.certificate': 'Certificate refused',
  'status.clockWrong': 'This computer’s clock is wrong',
  'status.proxyAuth': 'The proxy asks for a password',
  'status.busy': 'Not saved yet: another program holds the data',
  'status.diskFull': 'Disk full: nothing more can be saved',
  'status.readOnly': 'Data folder is read-only: nothing can be saved',
  'status.noPermission': 'No access to the data folder: nothing can be saved',
  'status.deviceFailed': 'The drive does not answer: nothing can be saved',
  'status.corrupt': 'Local data is damaged',
  'status.missingAddon': 'A part of Ferry is missing: install it again',
  'status.journalFailed': 'Saved, but without the second copy',
  'status.updateRequired': 'Update Ferry to go on syncing',
  'statusHint.upToDate': 'Everything saved on this computer is uploaded, and everything on the server is here.',
  'statusHint.pending': 'Saved on this computer. It uploads by itself in a moment.',
  'statusHint.uploading': 'Your changes are on their way to the server.',
  'statusHint.downloading': 'Changes from your colleagues are arriving.',
  'statusHint.filling': 'Ferry brings your firm’s records to this computer. You can already work.',
  'statusHint.lastChecked': 'Nothing waits to upload. Ferry has not heard from the server for a while.',
  'statusHint.offline': 'There is no network. Keep working; Ferry uploads when it is back.',
  'statusHint.syncFailing':
    'Ferry and the server do not understand each other. Your work is safe on this computer, and Ferry keeps trying. If this persists, inform the person who looks after your server.',
  'statusHint.serverUnreachable': 'The network works but your firm’s server does not answer. Ferry keeps trying.',
  'statusHint.paused': 'Nothing uploads or downloads until sync resumes. Your work is saved on this computer.',
  'statusHint.needsAttention': 'Some changes need your decision. Everything else continues.',
  'statusHint.alone':
    'You use Ferry without a server: everything is on this computer, with regular backups. To work with colleagues, connect to your firm’s server in Settings.',
  'statusHint.signedOut': 'Sign in to upload your work and to see your colleagues’.',
  'statusHint.sessionExpired':
    'Ferry needs your password before it can continue. Everything you saved is still on this computer.',
  'statusHint.revoked':
    'Your firm ended this computer’s access. Everything you saved is still here. Ask the owner of your firm, then sign in again.',
  'statusHint.superseded':
    'This computer’s data folder was copied, and the copy has signed in on another computer. Sign in again here; both go on then, each by itself.',
  'statusHint.serverReplaced':
    'The Ferry server at this address is not the one your data comes from. Nothing is sent to it until you have decided.',
  'statusHint.certificate':
    'This computer does not trust the server’s certificate, so nothing is sent. Your work is saved on this computer.',
  'statusHint.clockWrong': 'Set date and time in the settings of your system. Your work is saved on this computer.',
  'statusHint.proxyAuth':
    'The proxy of this network lets nothing through without it. Your work is saved on this computer.',
  'statusHint.busy':
    'Another program is using Ferry’s data file: perhaps a backup, a virus scanner or a file sync. What you type stays here, and Ferry tries again by itself. If this stays, close that program.',
  'statusHint.diskFull': 'Free some disk space, then save again. What was saved before is safe.',
  'statusHint.readOnly':
    'Ferry’s data folder is read-only. Make it writable; Ferry notices by itself. What was saved before is safe.',
  'statusHint.noPermission':
    'Ferry may not open its data folder. Check that the folder is there and belongs to you; Ferry notices by itself.',
  'statusHint.deviceFailed':
    'The disk did not read or write Ferry’s data. Check that the drive is connected; Ferry tries again by itself.',
  'statusHint.corrupt':
    'Ferry cannot read all of its data. Start it again: it sets the file aside and brings over what it can read.',
  'statusHint.missingAddon':
    'The part of Ferry that opens its data does not fit this computer. Your saved work is untouched.',
  'statusHint.journalFailed':
    'Your work is saved. Its second copy, which brings it back if the data file is damaged, cannot be written: check the disk and the folder “outbox” in Ferry’s data folder. Ferry tries again by itself.',
  'statusHint.updateRequired': 'The server needs a newer Ferry. Your work is saved on this computer and waits.',
};
