import type { shell as en } from '../en/shell.ts';
import type { Translation } from '../translation.ts';

export const shell: Translation<typeof en> = {
  'shell.file': 'Ablage',
  'shell.edit': 'Bearbeiten',
  'shell.view': 'Darstellung',
  'shell.window': 'Fenster',
  'shell.help': 'Hilfe',
  'shell.shortcuts': 'Tastenkürzel',
  'shell.newRecord': 'Neu …',
  'shell.quickAdd': 'Schnell anlegen …',
  'shell.print': 'Drucken …',
  'shell.find': 'Suchen …',
  'shell.undo': 'Rückgängig',
  'shell.redo': 'Wiederholen',
  'shell.syncNow': 'Jetzt abgleichen',
  'shell.ready': 'Bereit für unterwegs?',
  'shell.open': 'Ferry öffnen',
  'shell.quit': 'Beenden',
  'shell.settings': 'Einstellungen …',
  'shell.syncCentre': 'Abgleich',
  'shell.attentionTitle': 'Ferry braucht Sie',
};
