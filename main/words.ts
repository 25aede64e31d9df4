import type { Language } from '#app/text/language.ts';

/** What the menu, the tray and notifications say; the status itself is worded in app/text, as in the window. */
export interface Words {
  file: string;
  edit: string;
  view: string;
  window: string;
  newRecord: string;
  find: string;
  undo: string;
  redo: string;
  syncNow: string;
  ready: string;
  open: string;
  quit: string;
  settings: string;
  clients: string;
  engagements: string;
  tasks: string;
  syncCentre: string;
  attentionTitle: string;
}

export const WORDS: Record<Language, Words> = {
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    newRecord: 'New…',
    find: 'Find…',
    undo: 'Undo',
    redo: 'Redo',
    syncNow: 'Sync now',
    ready: 'Ready to go offline?',
    open: 'Open Ferry',
    quit: 'Quit',
    settings: 'Settings…',
    clients: 'Clients',
    engagements: 'Engagements',
    tasks: 'Tasks',
    syncCentre: 'Sync centre',
    attentionTitle: 'Ferry needs you',
  },
  de: {
    file: 'Ablage',
    edit: 'Bearbeiten',
    view: 'Darstellung',
    window: 'Fenster',
    newRecord: 'Neu …',
    find: 'Suchen …',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    syncNow: 'Jetzt abgleichen',
    ready: 'Bereit für unterwegs?',
    open: 'Ferry öffnen',
    quit: 'Beenden',
    settings: 'Einstellungen …',
    clients: 'Mandanten',
    engagements: 'Aufträge',
    tasks: 'Aufgaben',
    syncCentre: 'Abgleich',
    attentionTitle: 'Ferry braucht Sie',
  },
};
