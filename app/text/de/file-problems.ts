import type { fileProblems as source } from '../en/file-problems.ts';
import type { Translation } from '../translation.ts';

export const fileProblems: Translation<typeof source> = {
  'fileProblem.settings.unreadable':
    'Ferry kann Ihre Einstellungen gerade nicht lesen und arbeitet mit den üblichen. Ihre sind unverändert und gelten wieder, sobald sich die Datei lesen lässt; vielleicht hält sie ein anderes Programm, oder Sie dürfen sie nicht öffnen:',
  'fileProblem.settings.invalid':
    'Ihre Einstellungen ließen sich nicht lesen, weil ihre Datei beschädigt war; es gelten die üblichen. Die beschädigte Datei liegt hier:',
  'fileProblem.settings.partly': {
    one: 'Diese Einstellung ließ sich nicht lesen und hat wieder ihren üblichen Wert: {names}. Die Datei, wie sie war, liegt hier:',
    other:
      'Diese Einstellungen ließen sich nicht lesen und haben wieder ihre üblichen Werte: {names}. Die Datei, wie sie war, liegt hier:',
  },
  'fileProblem.session.unreadable':
    'Ferry kann nicht lesen, wer hier angemeldet ist. Verloren ist nichts: Sie sind wieder angemeldet, sobald sich die Datei lesen lässt. Vielleicht hält sie ein anderes Programm, oder Sie dürfen sie nicht öffnen:',
  'fileProblem.session.invalid':
    'Ferry konnte nicht lesen, wer hier angemeldet war, weil die Datei beschädigt war. Melden Sie sich wieder an; Ihre Arbeit ist noch auf diesem Computer. Die beschädigte Datei liegt hier:',
  'fileProblem.setting.server': 'Serveradresse',
  'fileProblem.setting.syncIntervalMs': 'Abstand des Abgleichs',
  'fileProblem.setting.appearance': 'Erscheinungsbild',
  'fileProblem.setting.density': 'Zeilenabstand',
  'fileProblem.setting.language': 'Sprache',
  'fileProblem.setting.updateChannel': 'Update-Kanal',
  'fileProblem.setting.notifications': 'Mitteilungen',
  'fileProblem.setting.openAtLogin': 'Öffnen bei der Anmeldung',
  'fileProblem.setting.keepInTray': 'Arbeiten im Hintergrund',
  'fileProblem.setting.automaticBackups': 'Automatische Sicherungen',
  'fileProblem.setting.quickAddShortcut': 'Kurzbefehl für die Schnelleingabe',
  'fileProblem.setting.favourites': 'Favoriten',
  'fileProblem.setting.views': 'Gespeicherte Ansichten',
  'fileProblem.setting.columns': 'Spalten der Listen',
  'fileProblem.setting.seenAt': 'Zeitpunkt Ihres letzten Besuchs',
};
