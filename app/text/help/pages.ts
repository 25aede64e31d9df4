import type { Language } from '../language.ts';
import { importingHelp } from './importing.ts';

export const HELP_PAGES = ['start', 'offline', 'conflicts', 'importing', 'backups'] as const;
export type HelpPageName = (typeof HELP_PAGES)[number];

export interface HelpPage {
  name: HelpPageName;
  title: string;
  /** Markdown. */
  source: string;
}

const titles: Readonly<Record<Language, Readonly<Record<HelpPageName, string>>>> = {
  en: {
    start: 'Getting started',
    offline: 'Offline and syncing',
    conflicts: 'When two people change the same',
    importing: 'Importing and exporting lists',
    backups: 'Backups and damaged data',
  },
  de: {
    start: 'Erste Schritte',
    offline: 'Offline arbeiten und abgleichen',
    conflicts: 'Wenn zwei dasselbe ändern',
    importing: 'Listen importieren und exportieren',
    backups: 'Sicherungen und beschädigte Daten',
  },
};

const sources: Readonly<Record<Language, Readonly<Record<Exclude<HelpPageName, 'importing'>, string>>>> = {
  en: {
    start: `
Everything you enter is saved on this computer at once. There is no Save button: a field is saved when you leave it.

# Find
- **Search or jump** (Ctrl+K) finds every record and every action. Work is found by the name of whom it is for.
- The search above a list narrows that list. **Filter** and **Display** choose what it shows; **Save as view** keeps that.
- A star keeps a record in the sidebar.

# Work
- **My work** is the first page: what is late, due today, this week and later.
- In a list, one key does what is frequent: X done, I mine, A assign, D due date, S status, P priority. Press ? for all keys.
- N adds a record beside the row you stand on. Enter adds the next one, Esc ends.
- **Quick add** (Ctrl+Shift+N) reads one line, such as *VAT Müller fri !high @sam*. It shows what it understood before it saves. In the settings, a shortcut opens it from any program.
- Days are typed as you say them: fri, next week, +3, 1 Feb.

# Undo
Ctrl+Z undoes what you did last: edits, deletions, imports and decisions alike.
`,
    offline: `
Ferry needs no connection to work. All records are on this computer.

# What the status says
- **Up to date**: everything you saved is at your firm’s server, and everything of your colleagues is here.
- **3 changes waiting to upload**: they are safe on this computer’s disk, and go to the server as soon as it can be reached.
- **Offline** or **Server unreachable**: Ferry goes on trying by itself. Nothing is lost meanwhile.
- **1 change needs attention**: something waits for a decision of yours, in the sync centre.

# Before you travel
**Ready to go offline?** in the tray and in the palette says whether anything is still missing on this computer or at the server.

# The sync centre
It lists what waits, what the server did not take and why, and what was uploaded. A change that is not taken can be corrected and sent again, or discarded. None disappears by itself.

# Quitting
If changes wait when you quit, Ferry says so. They are uploaded at the next start.
`,
    conflicts: `
Two people can change the same record, one of them offline. Ferry puts the changes together field by field.

# What needs no decision
- Different fields: both changes stay.
- The same field with the same value.
- Notes: both texts are put together, as far as they do not change the same words.
- Tags: both sets. Minutes: both are added.

# What needs a decision
- For some fields, such as a due date, Ferry asks. Until then the value of whoever was first stays.
- If one deleted what the other changed, the record stays until somebody decides.

The field is marked in the record, and **Conflicts** in the sync centre shows both values, with who wrote them and when. Choose one, or write another. The other value is kept, so that a decision can be undone.

# Whose value was kept
Whoever’s value was not kept is told, and can put it back.
`,
    backups: `
# Backups
- Ferry copies its data once a day, and before updates. **Settings › Backups** lists the copies and makes one now.
- **Restore** goes back to a copy. Work that is not uploaded yet comes along, and what the server has comes back with the next sync.
- Backups are on this computer. They help against mistakes, not against a lost laptop: for that, the server has everything that was uploaded.

# Damaged data
If the disk damaged the data, Ferry says so. When it starts again, it sets the damaged file aside and begins a new one: records come back from the server, and changes that were not uploaded from a second copy that Ferry writes with each change. A report says what was found and whether anything is missing. The damaged file is kept.

# If Ferry does not open
Look for *Ferry* in the tray before starting it again. If it reports that the disk is full, free some space: nothing more is saved until then, and Ferry says so with each change.

# Telling somebody
**Sync centre › Diagnostics** saves a report without the content of your records.
`,
  },
  de: {
    start: `
Alles, was Sie eingeben, ist sofort auf diesem Computer gespeichert. Einen Knopf zum Speichern gibt es nicht: Ein Feld wird gespeichert, wenn Sie es verlassen.

# Finden
- **Suchen** (Strg+K) findet jeden Eintrag und jede Aktion. Arbeit wird auch unter dem Namen gefunden, für den sie ist.
- Die Suche über einer Liste schränkt diese Liste ein. **Filter** und **Anzeige** bestimmen, was sie zeigt; **Als Ansicht sichern** behält es.
- Ein Stern hält einen Eintrag in der Seitenleiste.

# Arbeiten
- **Meine Arbeit** ist die erste Seite: Überfälliges, was heute, diese Woche und später ansteht.
- In einer Liste genügt eine Taste für Häufiges: X erledigt, I mir zuweisen, A zuweisen, D Fälligkeit, S Status, P Priorität. ? zeigt alle Tasten.
- N legt neben der Zeile, auf der Sie stehen, etwas an. Eingabe legt das nächste an, Esc beendet.
- **Schnell anlegen** (Strg+Umschalt+N) liest eine Zeile wie *USt Müller Fr !hoch @sam*. Was verstanden wurde, steht vor dem Speichern da. In den Einstellungen gibt es dafür ein Tastenkürzel, das aus jedem Programm gilt.
- Tage schreiben Sie, wie Sie sie sagen: Fr, nächste Woche, +3, 1. Feb.

# Rückgängig
Strg+Z nimmt das Letzte zurück: Änderungen, Löschungen, Importe und Entscheidungen.
`,
    offline: `
Ferry braucht zum Arbeiten keine Verbindung. Alle Einträge sind auf diesem Computer.

# Was der Status sagt
- **Auf dem neuesten Stand**: Was Sie gespeichert haben, ist auf dem Server Ihrer Kanzlei, und was die anderen geschrieben haben, ist hier.
- **3 Änderungen warten auf das Hochladen**: Sie sind auf der Festplatte dieses Computers sicher und gehen zum Server, sobald er erreichbar ist.
- **Offline** oder **Server nicht erreichbar**: Ferry versucht es von selbst weiter. Verloren geht dabei nichts.
- **1 Änderung braucht Sie**: Im Abgleich wartet etwas auf Ihre Entscheidung.

# Bevor Sie unterwegs sind
**Bereit für unterwegs?** im Infobereich und in der Suche sagt, ob auf diesem Computer oder auf dem Server noch etwas fehlt.

# Der Abgleich
Hier steht, was wartet, was der Server nicht angenommen hat und warum, und was hochgeladen wurde. Was nicht angenommen wurde, lässt sich berichtigen und noch einmal senden oder verwerfen. Von selbst verschwindet nichts.

# Beenden
Warten beim Beenden Änderungen, sagt Ferry es. Sie werden beim nächsten Start hochgeladen.
`,
    conflicts: `
Zwei Personen können denselben Eintrag ändern, eine davon offline. Ferry führt die Änderungen Feld für Feld zusammen.

# Was keine Entscheidung braucht
- Verschiedene Felder: Beide Änderungen bleiben.
- Dasselbe Feld mit demselben Wert.
- Notizen: Beide Texte werden zusammengeführt, soweit sie nicht dieselben Wörter ändern.
- Schlagwörter: beide. Minuten: Beide werden addiert.

# Was eine Entscheidung braucht
- Bei manchen Feldern, etwa der Fälligkeit, fragt Ferry. Bis dahin bleibt der Wert, der zuerst da war.
- Hat jemand gelöscht, was ein anderer geändert hat, bleibt der Eintrag, bis jemand entscheidet.

Das Feld ist im Eintrag markiert, und **Konflikte** im Abgleich zeigt beide Werte, von wem und von wann sie sind. Wählen Sie einen oder schreiben Sie einen anderen. Der andere Wert bleibt erhalten, sodass sich die Entscheidung zurücknehmen lässt.

# Wessen Wert blieb
Wessen Wert nicht blieb, erfährt es und kann ihn zurückholen.
`,
    backups: `
# Sicherungen
- Ferry kopiert seine Daten einmal am Tag und vor Updates. **Einstellungen › Sicherungen** zeigt die Kopien und legt sofort eine an.
- **Einspielen** geht zu einer Kopie zurück. Was noch nicht hochgeladen ist, kommt mit; was der Server hat, kommt mit dem nächsten Abgleich wieder.
- Sicherungen liegen auf diesem Computer. Sie helfen bei Fehlern, nicht bei einem verlorenen Laptop: Dann hat der Server alles, was hochgeladen war.

# Beschädigte Daten
Hat die Festplatte die Daten beschädigt, sagt Ferry es. Beim nächsten Start legt es die beschädigte Datei beiseite und beginnt eine neue: Einträge kommen vom Server zurück, Änderungen, die noch nicht hochgeladen waren, aus einer zweiten Kopie, die Ferry bei jeder Änderung schreibt. Ein Bericht sagt, was gefunden wurde und ob etwas fehlt. Die beschädigte Datei bleibt erhalten.

# Wenn Ferry sich nicht öffnet
Sehen Sie im Infobereich nach, bevor Sie Ferry noch einmal starten. Meldet Ferry, dass die Festplatte voll ist, schaffen Sie Platz: Bis dahin wird nichts mehr gespeichert, und Ferry sagt es bei jeder Änderung.

# Jemandem davon berichten
**Abgleich › Diagnose** speichert einen Bericht ohne den Inhalt Ihrer Einträge.
`,
  },
};

/** The help pages of a language, in order. */
export function helpPages(language: Language): HelpPage[] {
  return HELP_PAGES.map((name) => ({
    name,
    title: titles[language][name],
    source: name === 'importing' ? importingHelp[language] : sources[language][name],
  }));
}

export interface HelpHit {
  page: HelpPage;
  /** The first line with a word that was sought, as plain text; `''` where nothing was sought. */
  line: string;
}

const plain = (text: string) => text.replaceAll(/[*#`]|^- |^\d+\. /gm, '').trim();
const folded = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** The pages with every typed word in them, those with it in the title first. */
export function findHelp(pages: readonly HelpPage[], typed: string): HelpHit[] {
  const words = folded(typed)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return pages.map((page) => ({ page, line: '' }));
  const hits = pages.flatMap((page) => {
    const isFound = words.every((word) => folded(`${page.title}\n${page.source}`).includes(word));
    if (!isFound) return [];
    const lines = page.source.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
    const share = (line: string) => words.filter((word) => folded(line).includes(word)).length;
    const best = lines.toSorted((a, b) => share(b) - share(a))[0] ?? '';
    return [{ page, line: share(best) === 0 ? '' : plain(best), isTitled: share(page.title) > 0 }];
  });
  return hits.toSorted((a, b) => Number(b.isTitled) - Number(a.isTitled)).map(({ page, line }) => ({ page, line }));
}
