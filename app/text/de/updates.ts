import type { updates as en } from '../en/updates.ts';
import type { Translation } from '../translation.ts';

export const updates: Translation<typeof en> = {
  'update.unavailable.development': 'Diese Fassung läuft aus dem Quelltext und aktualisiert sich nicht selbst.',
  'update.unavailable.noFeed':
    'Diese Fassung kennt keine Adresse für Updates. Bitten Sie die Stelle, von der Sie sie haben, um das Installationsprogramm.',
  'update.unavailable.notInstalled':
    'Diese Fassung läuft aus einem Ordner und kann sich nicht ersetzen. Installieren Sie das AppImage oder das deb, um Updates zu bekommen.',
  'update.unavailable.readOnlyPlace':
    'Ferry liegt in einem Ordner, in den Sie nicht schreiben dürfen. Verschieben Sie das AppImage in Ihren eigenen Ordner oder fragen Sie, wer es installiert hat.',
  'update.unavailable.notInApplications': 'Verschieben Sie Ferry in den Ordner „Programme“, um Updates zu bekommen.',
  'update.unchecked': 'Ferry hat seit dem Öffnen noch nicht nach Updates gesucht.',
  'update.checking': 'Sucht nach Updates …',
  'update.current': 'Für diesen Computer gibt es keine neuere Version. Zuletzt nachgesehen: {when}.',
  'update.downloading': 'Version {version} wird geladen: {percent} %',
  'update.ready': 'Version {version} ist bereit. Sie wird installiert, wenn Sie Ferry beenden.',
  'update.installing': 'Ferry prüft, ob Version {version} noch richtig ist, und startet dann neu …',
  'update.failed.unreachable':
    'Der Update-Server ist nicht erreichbar. Prüfen Sie das Netz; Ferry versucht es von selbst wieder.',
  'update.failed.gone': 'Der Update-Server hat nichts für diesen Kanal. Ferry versucht es von selbst wieder.',
  'update.failed.badAnswer':
    'Etwas anderes als der Update-Server hat geantwortet, etwa ein Netz, das eine Anmeldung verlangt. Ferry versucht es von selbst wieder.',
  'update.failed.badSignature':
    'Der Update-Server bot etwas an, das nicht von den Herstellern von Ferry unterschrieben ist. Es wurde abgelehnt; sagen Sie es der Person, die Ferry betreut.',
  'update.failed.replayed':
    'Der Update-Server bot eine alte Liste von Versionen an. Sie wurde abgelehnt; sagen Sie es der Person, die Ferry betreut.',
  'update.failed.otherOrigin':
    'Der Update-Server verwies auf einen anderen Server. Das wurde abgelehnt; sagen Sie es der Person, die Ferry betreut.',
  'update.failed.noFile': 'Es gibt eine neuere Version, aber nicht für diese Art von Computer.',
  'update.failed.damaged':
    'Die geladene Datei passt nicht zu ihrer Unterschrift und wurde verworfen. Ferry versucht es von selbst wieder.',
  'update.failed.stalled': 'Der Download blieb stehen und wurde abgebrochen. Ferry versucht es von selbst wieder.',
  'update.failed.diskFull': 'Die Festplatte ist voll. Schaffen Sie Platz; Ferry versucht es von selbst wieder.',
  'update.failed.withdrawn': 'Diese Version wurde zurückgerufen. Ferry wartet auf die nächste.',
  'update.failed.unconfirmed':
    'Der Update-Server konnte nicht gefragt werden, ob diese Version noch richtig ist. Versuchen Sie es, wenn Sie online sind.',
  'update.failed.installFailed':
    'Das Update ließ sich nicht installieren. Sie haben weiter die Version davor; versuchen Sie es noch einmal oder installieren Sie es von Hand.',
  'update.failedVersion': 'Version {version}: {reason}',
  'update.check': 'Nach Updates suchen',
  'update.install': 'Neu starten und installieren',
  'update.whatIsNew': 'Neu in {version}',
  'update.banner': 'Ferry {version} kann installiert werden.',
  'update.later': 'Später',
  'update.prompt.title': 'Ferry {version} jetzt installieren?',
  'update.prompt.body':
    'Die Version ist seit einer Weile bereit. Ferry schließt sich, installiert sie und öffnet sich von selbst wieder; alles Getippte ist gespeichert.',
  'update.tray': 'Version {version} installieren …',
};
