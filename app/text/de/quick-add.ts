import type { quickAdd as en } from '../en/quick-add.ts';
import type { Translation } from '../translation.ts';

export const quickAdd: Translation<typeof en> = {
  'quickAdd.title': 'Schnell anlegen: {what}',
  'quickAdd.example': 'USt Müller Fr !hoch @sam',
  'quickAdd.help':
    'Schreiben Sie einen Titel, einen Teil des Namens, zu dem es gehört, einen Tag, ! und eine Priorität, @ und eine Person. # und ein Teil eines Namens sagt, wozu es gehört.',
  'quickAdd.you': '{name} (Sie)',
  'quickAdd.which': 'Was ist gemeint?',
  'quickAdd.noPerson': 'Niemand heißt hier „{typed}“.',
  'quickAdd.noPriority': '„{typed}“ ist keine Priorität.',
  'quickAdd.noPlace': 'Nicht gefunden. Schreiben Sie # und einen Teil des Namens.',
  'quickAdd.notMeant': '{field}: im Titel lassen',
  'quickAdd.otherPlace': 'Etwas anderes wählen',
  'quickAdd.save': 'Speichern',
  'quickAdd.saveMore': 'Speichern und noch eins anlegen',
  'quickAdd.choose': 'Wählen',
  'quickAdd.shortcut': 'Tastenkürzel zum schnellen Anlegen',
  'quickAdd.shortcutHint': '{what} aus jedem Programm anlegen, auch wenn dieses Fenster geschlossen ist.',
  'quickAdd.shortcutOff': 'Aus',
  'quickAdd.shortcutTaken': 'Dieses Tastenkürzel gehört schon einem anderen Programm. Wählen Sie ein anderes.',
  'help.title': 'Hilfe',
  'help.search': 'Hilfe durchsuchen',
  'help.pages': 'Seiten',
  'help.nothing': 'Nichts gefunden. Versuchen Sie ein anderes Wort.',
};
