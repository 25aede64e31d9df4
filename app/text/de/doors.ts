import type { doors as source } from '../en/doors.ts';
import type { Translation } from '../translation.ts';

export const doors: Translation<typeof source> = {
  'doors.title': 'Willkommen bei Ferry',
  'doors.alone': 'Ferry auf diesem Computer nutzen',
  'doors.aloneHint': 'Ohne Server und ohne Konto. Mit einer Kanzlei verbinden können Sie sich später.',
  'doors.join': 'Zu meiner Kanzlei',
  'doors.joinHint': 'Ihre Kanzlei hat einen Ferry-Server, und Sie haben einen Zugang.',
  'doors.server': 'Unseren Server einrichten',
  'doors.serverHint': 'Für alle, die sich um die Computer Ihrer Kanzlei kümmern.',
  'doors.look': 'Umsehen',
  'doors.lookHint': 'Eine erfundene Kanzlei zum Ausprobieren. Ein Klick entfernt sie.',
  'doors.aloneText':
    'Alles, was Sie eingeben, wird nur auf diesem Computer gespeichert, mit regelmäßigen Sicherungen. Mehr braucht Ferry nicht.',
  'doors.name': 'Ihr Name',
  'doors.firm': 'Name Ihrer Kanzlei',
  'doors.fillName': 'Tragen Sie Ihren Namen ein.',
  'doors.fillFirm': 'Tragen Sie den Namen Ihrer Kanzlei ein.',
  'doors.start': 'Beginnen',
  'doors.others': 'Anders beginnen',
  'doors.serverText':
    'Der Server bewahrt die Daten Ihrer Kanzlei auf und führt die Arbeit aller zusammen. Er läuft auf einem Computer, der immer an ist, eigenem oder gemietetem, und braucht nur Node.',
  'doors.serverCopy': 'Kopieren Sie den Ordner des Ferry-Servers auf diesen Computer, und starten Sie ihn dort:',
  'doors.serverFirm':
    'Legen Sie Ihre Kanzlei und ihre Inhaberin oder ihren Inhaber an. Der Befehl zeigt einmal ein Passwort:',
  'doors.serverReach':
    'Geben Sie ihm eine Adresse mit TLS, etwa https://ferry.example.com. Das übernimmt ein Proxy wie Caddy.',
  'doors.serverSignIn': 'Melden Sie sich hier mit dieser Adresse, der E-Mail-Adresse und dem Passwort an.',
  'doors.toSignIn': 'Anmelden',
  'sample.banner':
    'Das ist eine erfundene Kanzlei zum Umsehen. Nichts hier ist echt, und nichts verlässt diesen Computer.',
  'sample.remove': 'Beispiel entfernen',
  'leaveAlone.title': 'Alles von diesem Computer entfernen?',
  'leaveAlone.text':
    'Die Daten von {firm}, ihre Sicherungen und alles andere, was Ferry hier aufbewahrt, werden gelöscht, und Ferry beginnt von vorn. Sie liegen nur auf diesem Computer: Speichern Sie sie vorher als Datei, falls Sie sie noch brauchen.',
  'leaveAlone.remove': 'Alles entfernen',
  'settings.remove': 'Entfernen…',
  'settings.alone': 'Ohne Server, auf diesem Computer',
  'alone.listHint': 'Was Sie hinzufügen, ist sofort auf diesem Computer gespeichert.',
  'alone.delete': 'Sie können es rückgängig machen.',
  'alone.deleteWith': 'Damit wird auch gelöscht: {dependants}. Sie können es rückgängig machen.',
  'alone.backupHint': 'Eine Kopie von allem auf diesem Computer.',
};
