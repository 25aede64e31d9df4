import { ProgressBar } from 'react-aria-components';
import { ferrySchema } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { BackgroundToggles, useChangeSettings } from '../settings/settings-parts.tsx';
import { useRendererState } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';

/** The first minutes: download progress, and two choices worth making now. */
export function Welcome() {
  const { t, word, formats } = useI18n();
  const session = useRendererState((state) => state.session);
  const settings = useRendererState((state) => state.settings);
  const run = useRendererState((state) => state.status?.regions.run);
  const counts = useRendererState((state) => state.counts);
  const change = useChangeSettings();
  const isAlone = useAlone();
  if (settings.seenAt !== 0) return null;
  // Without an answer yet nothing is known, which is not the same as no records.
  const isCounted = Object.keys(counts).length > 0;
  const here = ferrySchema.entities.map(({ table, label, singular }) => {
    const count = counts[table] ?? 0;
    return t('list.count', { count, what: word(count === 1 ? singular : label) });
  });
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <h2 className="welcome__title" id="welcome-title">
        {t('welcome.title', { person: session?.person.name ?? '' })}
      </h2>
      {isCounted && <p className="tabular">{t('welcome.here', { counts: formats.list(here) })}</p>}
      {run?.kind === 'filling' && (
        <ProgressBar
          className="progress"
          aria-label={t('list.emptyFirstFill.title')}
          value={run.done}
          maxValue={Math.max(1, run.total)}
        >
          {({ percentage }) => (
            <div className="progress__track">
              <div className="progress__fill" style={{ width: `${percentage ?? 0}%` }} />
            </div>
          )}
        </ProgressBar>
      )}
      <p className="muted">{t(isAlone ? 'doors.aloneText' : 'welcome.offline')}</p>
      {!isAlone && (
        <div className="settings-section__rows">
          <BackgroundToggles />
        </div>
      )}
      <div>
        <Button look="primary" onPress={() => change({ seenAt: Date.now() })}>
          {t('welcome.start')}
        </Button>
      </div>
    </section>
  );
}
