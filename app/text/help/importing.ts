import type { Language } from '../language.ts';

/** The help page on import and export, as Markdown. Separate, because it is rarely read and loaded on demand. */
export const importingHelp: Readonly<Record<Language, string>> = {
  en: `
Ferry reads the lists of other programs (Xero, QuickBooks, Sage, DATEV, Outlook, Google and more) and whatever you keep in a spreadsheet: Excel (.xlsx), CSV and contacts (.vcf). It works without a connection.

# In five steps
1. Open a list, then **More › Import a list**. Choose files, drop them on the window, or copy cells in a spreadsheet and paste them. Several files come in at once: clients first, then their engagements, then their tasks.
2. Check which column fills which field. Several columns may fill one field, such as first and last name. What a column leaves open is asked once, for instance whether 3/4/2027 is in March or in April.
3. Press **Check the lines**. Nothing is saved yet. Look at each count: new, changes, unclear, repeated, cannot come in.
4. Press **Import**.
5. If it was not what you wanted, press **Undo** in the message at the end. For a week, the import can also be undone in the window where lists are imported.

# Who is the same
- A client is known by the tax ID, else by the name with the email or the city. An email alone is not enough, since companies share mailboxes.
- An engagement is known by client, title and period; a task by client, engagement, title and due date.
- Records that are here are left as they are, unless you choose **Update**. What would change is shown first, with the value before and after.
- Where too little is known, the line is *unclear*: choose whether it is the record that is here, or a new one.

# What does not fit
- A cell that does not fit its field does not cost its line. The line comes in, and the text of the cell goes to the notes.
- A line without what it needs, such as its client, stays out. Turn on **Create it** if its client or engagement should be made on the way.
- **Save what is left out** writes the lines that stay behind to a file, with the reason in its first column. Correct them there and import that file.

# If the text looks wrong
Change **Characters** until names such as Müller read well. If everything is in one column, change **Separator**. If the first client is taken for the names of the columns, change **Names of the columns**.

# Lists out
**More › Export as CSV** writes what the list shows; **Export for Excel** does too, with dates and amounts as Excel knows them; **Export everything for Excel** has a sheet for each list. Such a file can be edited and imported again: each line finds its record.
`,
  de: `
Ferry liest die Listen anderer Programme (Xero, QuickBooks, Sage, DATEV, Outlook, Google und weitere) und alles, was Sie in einer Tabelle führen: Excel (.xlsx), CSV und Kontakte (.vcf). Eine Verbindung ist nicht nötig.

# In fünf Schritten
1. Öffnen Sie eine Liste, dann **Mehr › Liste importieren**. Wählen Sie Dateien, ziehen Sie sie auf das Fenster, oder kopieren Sie Zellen aus einer Tabelle und fügen Sie sie ein. Mehrere Dateien werden zusammen importiert: zuerst Mandanten, dann ihre Aufträge, dann deren Aufgaben.
2. Prüfen Sie, welche Spalte welches Feld füllt. Mehrere Spalten können ein Feld füllen, etwa Vor- und Nachname. Was eine Spalte offen lässt, wird einmal gefragt, etwa ob 3/4/2027 im März oder im April liegt.
3. Klicken Sie auf **Zeilen prüfen**. Noch wird nichts gespeichert. Sehen Sie sich jede Anzahl an: neu, Änderungen, unklar, wiederholt, nicht übernommen.
4. Klicken Sie auf **Importieren**.
5. War es nicht das Gewünschte, klicken Sie in der Meldung am Ende auf **Rückgängig**. Eine Woche lang lässt sich der Import auch dort rückgängig machen, wo Listen importiert werden.

# Wer derselbe ist
- Ein Mandant wird an der Steuernummer erkannt, sonst am Namen mit der E-Mail oder dem Ort. Eine E-Mail allein genügt nicht, da Firmen Postfächer teilen.
- Ein Auftrag wird an Mandant, Titel und Zeitraum erkannt, eine Aufgabe an Mandant, Auftrag, Titel und Fälligkeit.
- Was schon da ist, bleibt, wie es ist, außer Sie wählen **Aktualisieren**. Was sich ändern würde, wird vorher gezeigt, mit dem Wert davor und danach.
- Ist zu wenig bekannt, ist die Zeile *unklar*: Wählen Sie, ob sie der vorhandene Eintrag ist oder ein neuer.

# Was nicht passt
- Eine Zelle, die nicht in ihr Feld passt, kostet nicht die Zeile: Die Zeile wird importiert, und der Text der Zelle kommt in die Notizen.
- Eine Zeile ohne das, was sie braucht, etwa ihren Mandanten, bleibt draußen. Schalten Sie **Anlegen** ein, wenn Mandant oder Auftrag dabei entstehen sollen.
- **Ausgelassenes speichern** schreibt die Zeilen, die draußen bleiben, in eine Datei, mit dem Grund in der ersten Spalte. Berichtigen Sie sie dort und importieren Sie diese Datei.

# Wenn der Text falsch aussieht
Ändern Sie **Zeichensatz**, bis Namen wie Müller richtig zu lesen sind. Steht alles in einer Spalte, ändern Sie **Trennzeichen**. Wird der erste Mandant für die Spaltennamen gehalten, ändern Sie **Spaltennamen**.

# Listen hinaus
**Mehr › Als CSV exportieren** schreibt, was die Liste zeigt; **Für Excel exportieren** ebenso, mit Tagen und Beträgen, wie Excel sie kennt; **Alles für Excel exportieren** hat ein Blatt für jede Liste. Eine solche Datei lässt sich bearbeiten und wieder importieren: Jede Zeile findet ihren Eintrag.
`,
};
