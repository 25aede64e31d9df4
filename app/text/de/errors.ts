import type { errors as errorSource, valueProblems as problemSource } from '../en/errors.ts';
import type { Translation } from '../translation.ts';

export const errors: Translation<typeof errorSource> = {
  'error.validation.failed': 'Einige Angaben passen nicht. Korrigieren Sie die markierten Felder.',
  'error.validation.unknownField': 'Diese Angabe kennt Ferry nicht. Aktualisieren Sie Ferry.',
  'error.table.unknown': 'Diese Art von Eintrag kennt Ferry nicht. Aktualisieren Sie Ferry.',
  'error.record.unknown': 'Diesen Eintrag gibt es hier nicht.',
  'error.record.exists': 'Diesen Eintrag gibt es schon.',
  'error.record.deleted': 'Dieser Eintrag wurde gelöscht. Holen Sie ihn zurück, um ihn zu ändern.',
  'error.record.inUse': 'Andere Einträge gehören hierzu. Löschen Sie sie mit, oder ordnen Sie sie neu zu.',
  'error.record.noHistory': 'Der Server hat zu diesem Eintrag noch keinen Verlauf.',
  'error.reference.missing': 'Der zugehörige Eintrag fehlt. Wählen Sie einen anderen.',
  'error.reference.deleted':
    'Der zugehörige Eintrag wurde gelöscht. Holen Sie ihn zurück, oder wählen Sie einen anderen.',
  'error.reference.gone':
    'Wozu dies gehört, wird nirgends mehr aufbewahrt und kann nicht zurückkommen. Wählen Sie einen anderen Eintrag.',
  'error.change.unknown': 'Diese Änderung wird nicht mehr aufbewahrt; hier lässt sich nichts mehr mit ihr tun.',
  'error.change.reused':
    'Diese Änderung wurde mit anderem Inhalt schon gesendet. Exportieren Sie sie, und melden Sie es.',
  'error.change.notParked': 'Diese Änderung braucht Sie nicht mehr.',
  'error.change.foundLate':
    'Diese Änderung fand sich in einer alten Datendatei. Prüfen Sie, ob sie noch gebraucht wird; laden Sie sie dann hoch, oder verwerfen Sie sie.',
  'error.conflict.unknown': 'Diesen Konflikt gibt es nicht mehr.',
  'error.conflict.resolved': 'Dieser Konflikt ist schon entschieden. Machen Sie das zuerst rückgängig.',
  'error.conflict.early':
    'Was der Server zu diesem Eintrag hat, ist noch unterwegs. Entscheiden Sie nach dem nächsten Abgleich.',
  'error.input.invalid': 'Diese Eingabe passt nicht. Prüfen Sie sie, und versuchen Sie es erneut.',
  'error.input.recordId': 'Die Kennung eines Eintrags hat 1 bis 64 druckbare ASCII-Zeichen.',
  'error.file.unreadable':
    'Ferry kann seine Datei {name} gerade nicht lesen und schreibt deshalb auch nicht hinein. Vielleicht hält ein anderes Programm sie fest; versuchen Sie es gleich noch einmal.',
  'error.file.notWritable':
    'Ferry darf nicht nach {folder} schreiben; nichts wurde geschrieben. Wählen Sie einen anderen Ort.',
  'error.file.diskFull': 'In {folder} ist kein Platz mehr; nichts wurde geschrieben. Wählen Sie einen anderen Ort.',
  'error.file.failed':
    'Nach {folder} konnte nichts geschrieben werden. Ist das Laufwerk noch verbunden? Wählen Sie einen anderen Ort.',
  'error.backup.damaged': 'Diese Sicherung ist beschädigt. Es wurde nichts geändert; wählen Sie eine ältere.',
  'error.backup.unknown': 'Diese Sicherung gibt es nicht mehr. Wählen Sie eine andere.',
  'error.address.invalid':
    'Das ist keine Serveradresse. Schreiben Sie sie so, wie Ihre Kanzlei sie Ihnen gegeben hat, etwa https://ferry.example.com.',
  'error.address.insecure':
    'Verwenden Sie eine Adresse, die mit https:// beginnt. Über einfaches http könnten andere Ihre Arbeit unterwegs mitlesen.',
  'error.address.password': 'Lassen Sie Name und Passwort in der Adresse weg; dafür gibt es unten eigene Felder.',
  'error.store.busy':
    'Ein anderes Programm benutzt gerade die Datendatei von Ferry: vielleicht eine Sicherung, ein Virenscanner oder ein Dateiabgleich. Ferry versucht es von selbst weiter; bleibt es dabei, beenden Sie dieses Programm.',
  'error.store.diskFull': 'Die Festplatte ist voll. Geben Sie Platz frei, und versuchen Sie es erneut.',
  'error.store.readOnly':
    'Der Datenordner von Ferry ist schreibgeschützt, deshalb lässt sich nichts speichern. Heben Sie den Schreibschutz auf, und versuchen Sie es erneut.',
  'error.store.noPermission':
    'Ferry darf seine Daten nicht öffnen. Prüfen Sie, ob der Datenordner da ist und Ihnen gehört, und versuchen Sie es erneut.',
  'error.store.deviceFailed':
    'Das Laufwerk hat die Daten von Ferry nicht gelesen oder geschrieben. Prüfen Sie, ob es angeschlossen ist, und versuchen Sie es erneut.',
  'error.store.corrupt':
    'Die Daten auf diesem Computer sind beschädigt. Starten Sie Ferry neu: Es repariert sie und behält, was sich von Ihrer Arbeit lesen lässt.',
  'error.store.missingAddon':
    'Ein Teil von Ferry, der die Daten öffnet, fehlt oder passt nicht. Installieren Sie Ferry neu.',
  'error.store.newerDatabase':
    'Diese Daten stammen von einem neueren Ferry. Aktualisieren Sie Ferry, um sie zu öffnen; nichts wurde geändert.',
  'error.store.failed': 'Das Speichern ist fehlgeschlagen. Versuchen Sie es erneut.',
  'error.sync.rejected': 'Der Server hat diese Änderung nicht angenommen.',
  'error.sync.blocked': 'Diese Änderung wartet auf eine andere, die zuerst Sie braucht.',
  'error.sync.badAnswer':
    'Der Server antwortet auf eine Weise, die dieses Ferry nicht versteht. Ihre Arbeit ist hier sicher; Ferry versucht es erneut.',
  'error.sync.wrongServer':
    'Unter dieser Adresse antwortet etwas, aber kein Ferry-Server. Melden Sie sich in einem Gäste-WLAN zuerst dort an; sonst prüfen Sie die Adresse.',
  'error.sync.serverReplaced':
    'Unter dieser Adresse antwortet ein anderer Ferry-Server als der, von dem die Daten hier stammen. Melden Sie sich dort an, oder warten Sie, bis der alte zurück ist.',
  'error.sync.epochChanged': 'Der Server wurde aus einer Sicherung hergestellt. Ferry gleicht alles neu ab.',
  'error.sync.staleRound': 'Eine veraltete Antwort wurde verworfen. Ferry versucht es erneut.',
  'error.sync.busy': 'Gerade ist zu viel los. Versuchen Sie es in ein paar Sekunden wieder.',
  'error.network.offline': 'Es gibt kein Netz. Ihre Arbeit ist auf diesem Computer gespeichert.',
  'error.network.timeout':
    'Der Server hat nicht rechtzeitig geantwortet. Ihre Arbeit ist hier sicher; Ferry versucht es erneut.',
  'error.network.failed': 'Der Server ist nicht erreichbar. Prüfen Sie Adresse und Netz.',
  'error.network.nameNotFound':
    'Ein Computer dieses Namens wurde nicht gefunden. Prüfen Sie die Serveradresse, und ob Sie dafür im Netz oder VPN Ihrer Kanzlei sein müssen.',
  'error.network.refused':
    'Der Computer unter dieser Adresse weist die Verbindung ab: Der Server läuft dort nicht, oder eine Firewall steht davor. Ferry versucht es erneut.',
  'error.network.certificateUntrusted':
    'Das Zertifikat von {host} wurde von „{issuer}“ ausgestellt, dem dieser Computer nicht vertraut. Deshalb sendet Ferry dorthin nichts. Es gilt vom {validFrom} bis {validUntil}. Fragen Sie die Person, die den Server oder diesen Computer betreut.',
  'error.network.certificateExpired':
    'Das Zertifikat von {host}, ausgestellt von „{issuer}“, gilt heute nicht. Deshalb sendet Ferry dorthin nichts. Es gilt vom {validFrom} bis {validUntil}. Bitten Sie die Person, die den Server betreut, es zu erneuern.',
  'error.network.certificateName':
    'Das Zertifikat, das {host} zeigt, lautet auf „{subject}“. Deshalb sendet Ferry dorthin nichts. Prüfen Sie die Serveradresse; stimmt sie, fragen Sie die Person, die den Server betreut.',
  'error.network.certificateInvalid':
    'Das Zertifikat von {host}, ausgestellt von „{issuer}“, ist ungültig. Deshalb sendet Ferry dorthin nichts. Fragen Sie die Person, die den Server betreut.',
  'error.network.clockWrong':
    'Die Uhr dieses Computers geht falsch: Sie zeigt den {here}, darum scheint das Zertifikat von {host} nicht zu gelten. Stellen Sie Datum und Uhrzeit in den Einstellungen Ihres Systems richtig, und versuchen Sie es erneut.',
  'error.network.proxyAuth':
    'Der Proxy {proxy} dieses Netzes verlangt Benutzername und Passwort, bevor er Ferry durchlässt.',
  'error.network.proxyFailed':
    'Der Proxy dieses Netzes lässt Ferry nicht durch. Prüfen Sie den Proxy in den Einstellungen Ihres Systems, oder fragen Sie, wer das Netz betreut.',
  'error.server.failed': 'Auf dem Server ist ein Fehler aufgetreten. Ferry versucht es erneut.',
  'error.server.unavailable': 'Der Server ist gerade nicht verfügbar. Ferry versucht es erneut.',
  'error.request.invalid': 'Der Server hat die Anfrage nicht verstanden. Aktualisieren Sie Ferry.',
  'error.request.tooLarge': 'Die Anfrage war zu groß. Ferry teilt sie auf.',
  'error.request.notFound': 'Der Server kennt diese Adresse nicht. Prüfen Sie die Serveradresse.',
  'error.request.methodNotAllowed': 'Der Server nimmt diese Anfrage hier nicht an. Aktualisieren Sie Ferry.',
  'error.request.unsupportedMedia': 'Der Server nimmt nur JSON, einfach oder als gzip oder deflate gepackt.',
  'error.auth.required': 'Melden Sie sich an, um abzugleichen. Ihre Arbeit ist auf diesem Computer gespeichert.',
  'error.auth.invalid': 'E-Mail und Passwort passen nicht zusammen. Prüfen Sie beides; Großschreibung zählt.',
  'error.auth.expired': 'Ihre Anmeldung ist abgelaufen. Melden Sie sich neu an; Gespeichertes bleibt hier.',
  'error.auth.revoked': 'Der Zugang dieses Computers wurde beendet. Fragen Sie die Inhaberin oder den Inhaber.',
  'error.auth.superseded':
    'Derselbe Datenordner hat sich auf einem anderen Computer angemeldet; offenbar wurde er kopiert. Melden Sie sich hier erneut an, dann arbeiten beide weiter.',
  'error.data.otherFirm':
    'Diese Datei enthält Arbeit einer anderen Kanzlei. Kanzleien werden nie von selbst vermischt.',
  'error.data.notRemoved':
    'Ferry soll seine Daten von diesem Computer entfernen, aber ein anderes Programm hält eine Datei davon offen. Schließen Sie es und starten Sie Ferry neu.',
  'error.auth.forbidden': 'Dazu fehlt Ihnen die Berechtigung. Fragen Sie die Inhaberin oder den Inhaber.',
  'error.auth.readOnly': 'Sie dürfen nur lesen. Fragen Sie die Inhaberin oder den Inhaber.',
  'error.auth.throttled': {
    one: 'Zu viele Versuche. Versuchen Sie es in einer Minute wieder.',
    other: 'Zu viele Versuche. Versuchen Sie es in {count} Minuten wieder.',
  },
  'error.device.cloned': 'Dieser Datenordner ist eine Kopie. Ferry gibt ihm eine eigene Kennung.',
  'error.session.unsentWork':
    'Ein Teil Ihrer Arbeit ist noch nicht hochgeladen. Laden Sie sie zuerst hoch, oder melden Sie sich ab und lassen Sie sie auf diesem Computer warten.',
  'error.session.othersWork':
    '{name} hat auf diesem Computer Arbeit hinterlassen, die noch nicht hochgeladen ist. Lassen Sie {name} sich anmelden und sie hochladen, oder melden Sie sich an und laden Sie sie unter Ihrem Namen hoch.',
  'error.session.dataHere':
    'Auf diesem Computer liegen schon Daten einer Kanzlei. Melden Sie sich an, um sie zu öffnen.',
  'error.session.otherFirm':
    'Die Daten auf diesem Computer sind von „{before}“, dieser Server enthält „{firm}“. Kanzleien werden nie von selbst vermischt: Entscheiden Sie, was aus der Arbeit wird, die hier wartet.',
  'error.client.updateRequired': 'Der Server braucht ein neueres Ferry. Aktualisieren Sie; Ihre Arbeit wartet hier.',
  'error.ipc.forbidden': 'Dieser Aufruf ist nicht erlaubt.',
  'error.ipc.invalid': 'Dieser Aufruf war fehlerhaft. Versuchen Sie es erneut.',
  'error.app.failed':
    'In Ferry ist etwas schiefgegangen. Ihre gespeicherte Arbeit ist unberührt; versuchen Sie es erneut.',
};

export const valueProblems: Translation<typeof problemSource> = {
  'value.empty': 'Füllen Sie dies aus.',
  'value.tooLong': 'Verwenden Sie höchstens {limit} Zeichen.',
  'value.unprintable': 'Entfernen Sie die Zeichen, die sich nicht anzeigen lassen.',
  'value.severalLines': 'Schreiben Sie dies in eine Zeile.',
  'value.notAnEmail': 'Schreiben Sie eine E-Mail-Adresse wie name@example.com.',
  'value.notAPhone': 'Schreiben Sie eine Telefonnummer mit ihren Ziffern.',
  'value.notAnOption': 'Wählen Sie eine der Möglichkeiten.',
  'value.notTags': 'Schreiben Sie Schlagwörter als Liste von Wörtern.',
  'value.tooManyTags': 'Verwenden Sie höchstens {limit} Schlagwörter.',
  'value.repeatedTag': 'Jedes Schlagwort nur einmal.',
  'value.notADay': 'Schreiben Sie einen Tag, den es gibt, etwa 31.03.2026.',
  'value.notAnAmount': 'Schreiben Sie einen Betrag wie 1.250,00.',
  'value.negativeAmount': 'Ein Betrag kann nicht negativ sein.',
  'value.amountTooLarge': 'Dieser Betrag ist zu groß.',
  'value.notANumber': 'Schreiben Sie eine ganze Zahl.',
  'value.numberTooSmall': 'Diese Zahl ist zu klein.',
  'value.numberTooLarge': 'Diese Zahl ist zu groß.',
  'value.wrongType': 'Dieser Wert passt hier nicht.',
  'value.unknownField': 'Dieses Feld kennt Ferry nicht.',
  'value.notChosen': 'Wählen Sie einen Eintrag aus der Liste.',
  'value.unknownRecord': 'Es gibt keinen Eintrag dieses Namens.',
  'value.severalRecords': 'Mehrere Einträge heißen so.',
  'value.unknownPerson': 'In der Kanzlei heißt niemand so.',
};
