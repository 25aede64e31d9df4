import type { salvage as source } from '../en/salvage.ts';
import type { Translation } from '../translation.ts';

export const salvage: Translation<typeof source> = {
  'salvage.title.damaged': 'Ihre Daten waren beschädigt und sind repariert',
  'salvage.title.missing': 'Ihre Daten fehlten',
  'salvage.title.restored': 'Die Sicherung ist eingespielt; die Daten davor waren beschädigt',
  'salvage.title.lookedInto': 'Ferry hat in der alten Datendatei nachgesehen',
  'salvage.title.failed': 'Das ging nicht',
  'salvage.cause.damaged':
    'Ferry konnte die Daten auf diesem Computer nicht lesen und hat die Datei beiseitegelegt, wie sie ist.',
  'salvage.cause.missing': 'Die Datei mit Ihren Daten war beim Start verschwunden oder leer.',
  'salvage.cause.restored':
    'Ferry hat die beschädigte Datei beiseitegelegt und herübergebracht, was sich von Ihrer Arbeit lesen ließ.',
  'salvage.fromBackup':
    'Die Sicherung vom {when} ist an ihre Stelle getreten. Was auf dem Server liegt, kommt mit dem nächsten Abgleich zurück.',
  'salvage.fromServer':
    'Es gab keine heile Sicherung. Die Einträge Ihrer Kanzlei werden wieder vom Server geladen, sobald Sie online sind.',
  'salvage.waiting': {
    one: '{count} Änderung ist hier gespeichert und wartet auf das Hochladen.',
    other: '{count} Änderungen sind hier gespeichert und warten auf das Hochladen.',
  },
  'salvage.noneWaiting': 'Es fand sich keine Änderung, die noch nicht hochgeladen war.',
  'salvage.restoredSound': {
    one: 'Die Sicherung vom {when} ist eingespielt. {count} Änderung, die auf das Hochladen wartete, ist mit herübergekommen.',
    other:
      'Die Sicherung vom {when} ist eingespielt. {count} Änderungen, die auf das Hochladen warteten, sind mit herübergekommen.',
  },
  'salvage.restoredSoundAlone':
    'Die Sicherung vom {when} ist eingespielt. Es gab keine Änderung, die noch nicht hochgeladen war.',
  'salvage.drafts': { one: '{count} unfertige Eingabe ist da.', other: '{count} unfertige Eingaben sind da.' },
  'salvage.conflicts': { one: '{count} Konflikt wartet auf Sie.', other: '{count} Konflikte warten auf Sie.' },
  'salvage.foundElsewhere': {
    one: '{count} Änderung kam aus einer Sicherung oder aus der zweiten Abschrift, die Ferry führt.',
    other: '{count} Änderungen kamen aus einer Sicherung oder aus der zweiten Abschrift, die Ferry führt.',
  },
  'salvage.broughtBack': {
    one: 'Sie hat {count} Änderung zurückgegeben.',
    other: 'Sie hat {count} Änderungen zurückgegeben.',
  },
  'salvage.fromJournal': {
    one: 'Ein Teil der Daten dieses Computers ging verloren. Ferry hat {count} Änderung aus der zweiten Kopie zurückgeholt; von dem, was noch hochgeladen wird, fehlt nichts.',
    other:
      'Ein Teil der Daten dieses Computers ging verloren. Ferry hat {count} Änderungen aus der zweiten Kopie zurückgeholt; von dem, was noch hochgeladen wird, fehlt nichts.',
  },
  'salvage.broughtNothing': 'Sie enthält nichts, was nicht schon hier ist.',
  'salvage.complete': 'Von dem, was auf das Hochladen wartete, fehlt nichts.',
  'salvage.incomplete':
    'Teile ließen sich nicht lesen. Änderungen, die noch nicht hochgeladen waren, können fehlen; sehen Sie Ihre letzte Arbeit durch.',
  'salvage.incompleteDrafts': 'Einige unfertige Eingaben oder Konflikte können fehlen.',
  'salvage.keptAs': 'Die alte Datei liegt hier:',
  'salvage.again': 'In den Einstellungen, unter Sicherungen, kann Ferry noch einmal in ihr nachsehen.',
  'salvage.unchanged': 'Ihre Daten sind, wie sie waren.',
  'salvage.openSettings': 'Einstellungen öffnen',
  'salvage.damagedNow': 'Die Daten auf diesem Computer sind beschädigt',
  'salvage.damagedNowText':
    'Ferry hat in seiner Datendatei einen Schaden gefunden. Beim nächsten Start legt es die Datei beiseite, setzt die neueste heile Sicherung an ihre Stelle und bringt alles herüber, was sich von Ihrer Arbeit lesen lässt.',
  'salvage.later': 'Später',
  'setAside.title': 'Beiseitegelegt',
  'setAside.hint':
    'Beschädigte Datendateien. Ferry behält sie auf Dauer; vielleicht kommt noch Arbeit aus ihnen, die nicht hochgeladen war.',
  'setAside.lookInto': 'Noch einmal nachsehen …',
  'setAside.confirmTitle': 'Noch einmal in dieser Datei nachsehen?',
  'setAside.confirmText':
    'Ferry startet neu, liest die Datei noch einmal und bringt Änderungen, unfertige Eingaben und Konflikte zurück, die noch nicht hier sind. Hier wird nichts ersetzt.',
  'setAside.confirm': 'Neu starten und nachsehen',
};
