import type { leaving as source } from '../en/leaving.ts';
import type { Translation } from '../translation.ts';

export const leaving: Translation<typeof source> = {
  'signOut.title': 'Von {firm} abmelden?',
  'signOut.clean': 'Alles ist hochgeladen. Was soll aus den Daten auf diesem Computer werden?',
  'signOut.unsent': {
    one: '{count} Änderung auf diesem Computer hat den Server nie erreicht oder wartet auf Ihre Entscheidung:',
    other: '{count} Änderungen auf diesem Computer haben den Server nie erreicht oder warten auf Ihre Entscheidung:',
  },
  'signOut.more': { one: 'und {count} weiterer Eintrag', other: 'und {count} weitere Einträge' },
  'signOut.keep': 'Behalten, gesperrt',
  'signOut.keepHint':
    'Die Daten bleiben auf diesem Computer, und in Ferry sieht sie niemand, bis Sie sich anmelden. Dafür braucht es eine Verbindung zum Server. Was wartet, wird dann hochgeladen.',
  'signOut.removeChoice': 'Von diesem Computer entfernen…',
  'signOut.removeHint':
    'Die Daten, die Sicherungen und alles andere, was Ferry hier von der Firma hat, werden gelöscht.',
  'signOut.removeTitle': '{firm} von diesem Computer entfernen?',
  'signOut.removeText':
    'Die Daten, die Sicherungen und alles andere, was Ferry hier von {firm} hat, werden gelöscht, und Ferry startet neu. Was auf dem Server ist, bleibt dort.',
  'signOut.removeUnsent': {
    one: '{count} Änderung ist nur auf diesem Computer und wäre endgültig weg. Speichern Sie sie als Datei, oder laden Sie sie zuerst hoch.',
    other:
      '{count} Änderungen sind nur auf diesem Computer und wären endgültig weg. Speichern Sie sie als Datei, oder laden Sie sie zuerst hoch.',
  },
  'signOut.remove': 'Entfernen',
  'signOut.removeAnyway': {
    one: 'Entfernen und {count} Änderung verlieren',
    other: 'Entfernen und {count} Änderungen verlieren',
  },
  'signOut.export': 'Als Datei speichern…',
  'signOut.upload': 'Zuerst hochladen',
  'lock.signedOut':
    'Die Daten von {firm} sind auf diesem Computer und gesperrt. Melden Sie sich an, um sie zu öffnen; dafür braucht es eine Verbindung zum Server.',
  'lock.revoked': '{firm} hat diesem Computer den Zugang entzogen. Die Daten hier sind gesperrt.',
  'lock.removal':
    'Die Inhaberin oder der Inhaber von {firm} möchte die Daten von diesem Computer entfernen. Ferry lädt hoch, was wartet, und entfernt sie dann.',
  'lock.removed': 'Die Daten von {firm} wurden von diesem Computer entfernt.',
  'lock.removedButUnsent':
    'Die Daten von {firm} wurden von diesem Computer entfernt, wie die Inhaberin oder der Inhaber es wollte.',
  'lock.unsent': {
    one: '{count} Änderung von Ihnen ist hier und nicht auf dem Server. Sie können sie als Datei speichern.',
    other: '{count} Änderungen von Ihnen sind hier und nicht auf dem Server. Sie können sie als Datei speichern.',
  },
  'lock.unsentUntil': {
    one: '{count} Änderung von Ihnen ist hier und nicht auf dem Server. Bis {until} können Sie sie als Datei speichern; dann wird alles gelöscht, was Ferry hier von der Firma hat, wenn Sie sich nicht vorher anmelden.',
    other:
      '{count} Änderungen von Ihnen sind hier und nicht auf dem Server. Bis {until} können Sie sie als Datei speichern; dann wird alles gelöscht, was Ferry hier von der Firma hat, wenn Sie sich nicht vorher anmelden.',
  },
  'lock.removes':
    'Alles ist hochgeladen. Am {until} wird gelöscht, was Ferry hier von der Firma hat, wenn Sie sich nicht vorher anmelden.',
};
