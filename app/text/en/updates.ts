export const updates = {
  'update.unavailable.development': 'This copy runs from a checkout and does not update itself.',
  'update.unavailable.noFeed':
    'This copy was built without an address for updates. Ask whoever gave it to you for the installer.',
  'update.unavailable.notInstalled':
    'This copy runs from a folder and cannot replace itself. Install the AppImage or the deb to get updates.',
  'update.unavailable.readOnlyPlace':
    'Ferry is in a folder that you may not write to. Move the AppImage into your home folder, or ask the person who installed it.',
  'update.unavailable.notInApplications': 'Move Ferry to the Applications folder to get updates.',
  'update.unchecked': 'Ferry has not looked for updates since it was opened.',
  'update.checking': 'Looking for updates…',
  'update.current': 'There is no newer version for this computer. Last looked {when}.',
  'update.downloading': 'Downloading version {version}: {percent} %',
  'update.ready': 'Version {version} is ready. It installs when you quit Ferry.',
  'update.installing': 'Checking version {version} once more, then Ferry restarts…',
  'update.failed.unreachable':
    'The update server could not be reached. Check the network; Ferry tries again by itself.',
  'update.failed.gone': 'The update server has nothing for this channel. Ferry tries again by itself.',
  'update.failed.badAnswer':
    'Something other than the update server answered, such as a network that wants a sign-in. Ferry tries again by itself.',
  'update.failed.badSignature':
    'The update server offered something that is not signed by Ferry’s makers. It was refused; tell whoever looks after Ferry.',
  'update.failed.replayed':
    'The update server offered an old list of versions. It was refused; tell whoever looks after Ferry.',
  'update.failed.otherOrigin':
    'The update server pointed to another server. It was refused; tell whoever looks after Ferry.',
  'update.failed.noFile': 'There is a newer version, but not for this kind of computer.',
  'update.failed.damaged': 'The download did not match its signature and was thrown away. Ferry tries again by itself.',
  'update.failed.stalled': 'The download stopped halfway and was cancelled. Ferry tries again by itself.',
  'update.failed.diskFull': 'The disk is full. Make room; Ferry tries again by itself.',
  'update.failed.withdrawn': 'That version was called back. Ferry waits for the next one.',
  'update.failed.unconfirmed':
    'The update server could not be asked whether this version is still right. Try again when you are online.',
  'update.failed.installFailed':
    'The update could not be installed. You still have the version before; try again, or install it by hand.',
  'update.failedVersion': 'Version {version}: {reason}',
  'update.check': 'Check for updates',
  'update.install': 'Restart and install',
  'update.whatIsNew': 'What is new in {version}',
  'update.banner': 'Ferry {version} is ready to install.',
  'update.later': 'Later',
  'update.prompt.title': 'Install Ferry {version} now?',
  'update.prompt.body':
    'It has been ready for a while. Ferry closes, installs it and opens again by itself; everything you typed is saved.',
  'update.tray': 'Install version {version}…',
} as const;
