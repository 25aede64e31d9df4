import type { problems as en } from '../en/problems.ts';
import type { Translation } from '../translation.ts';

export const problems: Translation<typeof en> = {
  'problem.title': 'Ferry hatte ein Problem',
  'problem.windowGone':
    'Das Fenster hat sich unerwartet geschlossen und wurde wieder geöffnet. Alles Gespeicherte ist auf diesem Computer.',
  'problem.windowFails':
    'Das Fenster schließt sich immer wieder. Alles Gespeicherte ist auf diesem Computer. Versuchen Sie es noch einmal, oder beenden Sie Ferry und starten Sie es neu.',
  'problem.windowHangs':
    'Das Fenster antwortet nicht. Was Sie zuletzt getippt haben, ist vielleicht noch nicht gespeichert: Warten Sie kurz, bevor Sie es neu öffnen.',
  'problem.unexpected':
    'Etwas ist fehlgeschlagen, das nicht fehlschlagen sollte. Ferry läuft weiter, und alles Gespeicherte ist auf diesem Computer.',
  'problem.ok': 'OK',
  'problem.wait': 'Warten',
  'problem.reopen': 'Neu öffnen',
  'problem.retry': 'Noch einmal',
  'problem.report': 'Bericht ansehen',
  'problem.quit': 'Beenden',
};
