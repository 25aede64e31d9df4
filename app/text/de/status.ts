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
  'status.alone': 'Auf diesem Computer gespeichert',
  'status.signedOut': 'Abgemeldet',
  'status.sessionExpired': 'Zum Abgleichen neu anmelden',
  'status.revoked': 'Dieser Computer wurde abgemeldet',
  'status.superseded': 'Dieser Datenordner ist anderswo angemeldet',
  'status.serverReplaced': 'Ein anderer Server antwortet',
  'status.certificate': 'Zertifikat abgelehnt',
  'status.clockWrong': 'Die Uhr geht falsch',
  'status.proxyAuth': 'Der Proxy verlangt ein Passwort',
  'status.busy': 'Noch nicht gespeichert: ein anderes Programm hält die Daten fest',
  'status.diskFull': 'Festplatte voll: nichts kann mehr gespeichert werden',
  'status.readOnly': 'Datenordner ist schreibgeschützt: nichts kann gespeichert werden',
  'status.noPermission': 'Kein Zugriff auf den Datenordner: nichts kann gespeichert werden',
  'status.deviceFailed': 'Das Laufwerk antwortet nicht: nichts kann gespeichert werden',
  'status.corrupt': 'Daten auf diesem Computer sind beschädigt',
  'status.missingAddon': 'Ein Teil von Ferry fehlt: bitte neu installieren',
  'status.journalFailed': 'Gespeichert, aber ohne die zweite Kopie',
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
  'statusHint.alone':
    'Sie nutzen Ferry ohne Server: Alles liegt auf diesem Computer, mit regelmäßigen Sicherungen. Um mit anderen zu arbeiten, verbinden Sie Ferry in den Einstellungen mit dem Server Ihrer Kanzlei.',
  'statusHint.signedOut': 'Melden Sie sich an, um hochzuladen und die Arbeit der anderen zu sehen.',
  'statusHint.sessionExpired':
    'Ferry braucht Ihr Passwort, bevor es weitergeht. Alles Gespeicherte liegt weiter auf diesem Computer.',
  'statusHint.revoked':
    'Ihre Kanzlei hat den Zugang dieses Computers beendet. Alles Gespeicherte liegt weiter hier. Fragen Sie die Inhaberin, und melden Sie sich dann neu an.',
  'statusHint.superseded':
    'Der Datenordner dieses Computers wurde kopiert, und die Kopie hat sich auf einem anderen Computer angemeldet. Melden Sie sich hier erneut an; dann arbeiten beide weiter, jeder für sich.',
  'statusHint.serverReplaced':
    'Unter dieser Adresse antwortet ein Ferry-Server, von dem die Daten hier nicht stammen. Bevor Sie entschieden haben, wird ihm nichts gesendet.',
  'statusHint.certificate':
    'Dieser Computer traut dem nicht, was der Server als Ausweis zeigt. Deshalb wird nichts gesendet. Ihre Arbeit ist auf diesem Computer gespeichert.',
  'statusHint.clockWrong':
    'Stellen Sie Datum und Uhrzeit in den Einstellungen Ihres Systems richtig. Ihre Arbeit ist auf diesem Computer gespeichert.',
  'statusHint.proxyAuth':
    'Der Proxy dieses Netzes lässt ohne Passwort nichts durch. Ihre Arbeit ist auf diesem Computer gespeichert.',
  'statusHint.busy':
    'Ein anderes Programm benutzt die Datendatei von Ferry: vielleicht eine Sicherung, ein Virenscanner oder ein Dateiabgleich. Was Sie schreiben, bleibt hier, und Ferry versucht es von selbst weiter. Bleibt es dabei, beenden Sie dieses Programm.',
  'statusHint.diskFull': 'Geben Sie Speicherplatz frei und speichern Sie erneut. Früher Gespeichertes ist sicher.',
  'statusHint.readOnly':
    'Der Datenordner von Ferry ist schreibgeschützt. Heben Sie den Schreibschutz auf; Ferry bemerkt es von selbst. Früher Gespeichertes ist sicher.',
  'statusHint.noPermission':
    'Ferry darf seinen Datenordner nicht öffnen. Prüfen Sie, ob der Ordner da ist und Ihnen gehört; Ferry bemerkt es von selbst.',
  'statusHint.deviceFailed':
    'Das Laufwerk hat die Daten von Ferry nicht gelesen oder geschrieben. Prüfen Sie, ob es angeschlossen ist; Ferry versucht es von selbst weiter.',
  'statusHint.corrupt':
    'Ferry kann seine Daten nicht ganz lesen. Starten Sie es neu: Es legt die Datei beiseite und bringt herüber, was sich lesen lässt.',
  'statusHint.missingAddon':
    'Der Teil von Ferry, der die Daten öffnet, passt nicht zu diesem Computer. Ihre gespeicherte Arbeit ist unberührt.',
  'statusHint.journalFailed':
    'Ihre Arbeit ist gespeichert. Ihre zweite Kopie, die sie zurückbringt, falls die Datendatei beschädigt wird, lässt sich nicht schreiben: Prüfen Sie das Laufwerk und den Ordner „outbox“ im Datenordner von Ferry. Ferry versucht es von selbst weiter.',
  'statusHint.updateRequired':
    'Der Server braucht ein neueres Ferry. Ihre Arbeit ist auf diesem Computer gespeichert und wartet.',
};
