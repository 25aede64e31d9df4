import type { status as source } from '../en/status.ts';
import type { Translation } from '../translation.ts';

export const status: Translation<typeof source> = {
  'status.upToDate': 'Auf dem neuesten Stand',
  'status.pending': {
    one: '{count} Änderung wartet auf das Hochladen',
    other: '{count} Änderungen warten auf das Hochladen',
  },
  'status.uploading': 'Lädt hoch: {done} von {total}',
  'status.downloading': 'Lädt herunter: {done} von {total}',
  'status.filling': 'Erstes Herunterladen: {done} von {total}',
  'status.checking': 'Sucht nach Änderungen',
  'status.lastChecked': 'Zuletzt geprüft {time}',
  'status.neverChecked': 'Noch nicht geprüft',
  'status.offline': 'Offline: Ihre Arbeit ist auf diesem Computer gespeichert',
  'status.syncFailing': 'Synchronisieren gelingt nicht',
  'status.serverUnreachable': 'Server nicht erreichbar: Ihre Arbeit ist auf diesem Computer gespeichert',
  'status.short.offline': 'Offline',
  'status.short.serverUnreachable': 'Server nicht erreichbar',
  'status.paused': 'Abgleich ist angehalten',
  'status.pausedUntil': 'Abgleich ist angehalten bis {time}',
  'status.parked': { one: '{count} Änderung braucht Sie', other: '{count} Änderungen brauchen Sie' },
  'status.conflicts': { one: '{count} Konflikt zu entscheiden', other: '{count} Konflikte zu entscheiden' },
  'status.parkedAndConflicts': { one: '{count} Vorgang braucht Sie', other: '{count} Vorgänge brauchen Sie' },
  'status.signedOut': 'Abgemeldet',
  'status.sessionExpired': 'Ihre Anmeldung ist abgelaufen',
  'status.revoked': 'Dieser Computer wurde abgemeldet',
  'status.diskFull': 'Festplatte voll: nichts kann mehr gespeichert werden',
  'status.readOnly': 'Datenordner ist schreibgeschützt: nichts kann gespeichert werden',
  'status.corrupt': 'Daten auf diesem Computer sind beschädigt',
  'status.updateRequired': 'Ferry aktualisieren, um weiter abzugleichen',
  'statusHint.upToDate':
    'Alles, was auf diesem Computer gespeichert ist, ist hochgeladen, und alles vom Server ist hier.',
  'statusHint.pending': 'Auf diesem Computer gespeichert. Wird gleich von selbst hochgeladen.',
  'statusHint.uploading': 'Ihre Änderungen sind auf dem Weg zum Server.',
  'statusHint.downloading': 'Änderungen Ihrer Kolleginnen und Kollegen kommen an.',
  'statusHint.filling': 'Ferry holt die Daten Ihrer Kanzlei auf diesen Computer. Sie können schon arbeiten.',
  'statusHint.lastChecked': 'Nichts wartet auf das Hochladen. Ferry hat länger nichts vom Server gehört.',
  'statusHint.offline': 'Es gibt kein Netz. Arbeiten Sie weiter; Ferry lädt hoch, sobald es zurück ist.',
  'statusHint.syncFailing':
    'Ferry und der Server verstehen sich nicht. Ihre Arbeit liegt sicher auf diesem Computer, und Ferry versucht es weiter. Bleibt es dabei, sagen Sie es der Person, die Ihren Server betreut.',
  'statusHint.serverUnreachable':
    'Das Netz geht, aber der Server Ihrer Kanzlei antwortet nicht. Ferry versucht es weiter.',
  'statusHint.paused':
    'Bis es weitergeht, wird nichts hoch- oder heruntergeladen. Ihre Arbeit ist auf diesem Computer gespeichert.',
  'statusHint.needsAttention': 'Einige Änderungen warten auf Ihre Entscheidung. Alles andere läuft weiter.',
  'statusHint.signedOut': 'Melden Sie sich an, um hochzuladen und die Arbeit der anderen zu sehen.',
  'statusHint.sessionExpired': 'Ihre Anmeldung ist abgelaufen. Alles Gespeicherte liegt weiter auf diesem Computer.',
  'statusHint.revoked':
    'Jemand hat den Zugang dieses Computers beendet. Melden Sie sich neu an oder fragen Sie die Inhaberin.',
  'statusHint.diskFull': 'Geben Sie Speicherplatz frei und speichern Sie erneut. Früher Gespeichertes ist sicher.',
  'statusHint.readOnly':
    'Ferry darf nicht in seinen Datenordner schreiben. Erlauben Sie es, oder starten Sie mit einem anderen Ordner.',
  'statusHint.corrupt': 'Ferry kann seine Daten nicht lesen. Spielen Sie in den Einstellungen eine Sicherung ein.',
  'statusHint.updateRequired':
    'Der Server braucht ein neueres Ferry. Ihre Arbeit ist auf diesem Computer gespeichert und wartet.',
};
