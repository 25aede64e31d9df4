import type { ReleaseNotes as Notes } from '#app/contract/updates.ts';
import { Markdown } from '../components/markdown.tsx';
import { useI18n } from '../i18n/i18n.tsx';

/** What is new in a version, in the person's language if available. */
export function ReleaseNotes({ version, notes }: { version: string; notes: Notes }) {
  const { t, text } = useI18n();
  return (
    <section className="release-notes">
      <h3 className="release-notes__title">{t('update.whatIsNew', { version })}</h3>
      <Markdown source={notes[text.language] ?? notes.en} />
    </section>
  );
}
