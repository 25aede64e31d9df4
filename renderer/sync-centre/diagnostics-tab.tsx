import { errorText, type MessageKey } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { useSaveFile } from '../store/use-save-file.ts';
import { diagnosticReport } from './diagnostic-report.ts';

/** The facts behind the status, and a report without the firm's data. */
export function DiagnosticsTab() {
  const { t, text, formats } = useI18n();
  const saveFile = useSaveFile();
  const status = useRendererState((state) => state.status);
  const appInfo = useRendererState((state) => state.appInfo);
  const server = useRendererState((state) => state.session?.server ?? '');
  const counts = useRendererState((state) => state.counts);
  if (status === null || appInfo === null) return null;
  const { regions } = status;
  const facts: [MessageKey, string][] = [
    ['sync.diag.reach', t(`sync.diag.reach.${regions.reach}`)],
    ['sync.diag.address', server],
    ['sync.diag.auth', t(`sync.diag.auth.${regions.auth}`)],
    ['sync.diag.pending', formats.number(regions.counts.pending)],
    ['sync.diag.parked', formats.number(regions.counts.parked)],
    ['sync.diag.conflicts', formats.number(regions.counts.conflicts)],
    [
      'sync.diag.lastFullPull',
      regions.lastFullPullAt === null ? t('sync.diag.never') : formats.dayAndTime(regions.lastFullPullAt),
    ],
    ['sync.diag.lastError', regions.lastError === null ? t('sync.diag.noError') : errorText(regions.lastError, text)],
    ['sync.diag.version', appInfo.version],
    ['sync.diag.device', appInfo.deviceId],
    ['sync.diag.dataFolder', appInfo.dataFolder],
  ];
  const report = diagnosticReport({ status, appInfo, counts, nowMs: Date.now() });
  return (
    <>
      <dl className="facts">
        {facts.map(([key, value]) => (
          <div key={key} className="facts__row">
            <dt>{t(key)}</dt>
            <dd className="selectable">{value}</dd>
          </div>
        ))}
      </dl>
      <section className="report">
        <div className="page__intro">
          <p className="muted">{t('sync.diag.preview')}</p>
          <Button onPress={() => void saveFile(`ferry-report-${formats.dayOf(Date.now())}.json`, report)}>
            {t('sync.diag.save')}
          </Button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
        <pre className="report__text selectable scroller" tabIndex={0}>
          {report}
        </pre>
      </section>
    </>
  );
}
