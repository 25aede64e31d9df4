import type { SalvageReport } from '#app/contract/salvage.ts';
import { errorText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';

/** One report in sentences: what happened, what was restored, what may be missing, and where the old file is. */
export function SalvageText({ report }: { report: SalvageReport }) {
  const { t, text } = useI18n();
  if (report.cause === 'failed') {
    return (
      <div className="salvage">
        {report.error !== null && <p>{errorText(report.error, text)}</p>}
        <p>{t('salvage.unchanged')}</p>
      </div>
    );
  }
  const isAllThere = report.isComplete.drafts && report.isComplete.conflicts;
  return (
    <div className="salvage">
      <Beginning report={report} />
      <Saved report={report} />
      {report.cause !== 'lookedInto' && (
        <p className={report.isComplete.changes ? undefined : 'salvage__missing'}>
          {t(report.isComplete.changes ? 'salvage.complete' : 'salvage.incomplete')}
        </p>
      )}
      {report.cause !== 'lookedInto' && !isAllThere && <p>{t('salvage.incompleteDrafts')}</p>}
      {report.keptAs !== null && (
        <>
          <p>
            {t('salvage.keptAs')}
            <span className="salvage__path selectable">{report.keptAs}</span>
          </p>
          <p>{t('salvage.again')}</p>
        </>
      )}
    </div>
  );
}

function Beginning({ report: { cause, backupAt, foundElsewhere } }: { report: SalvageReport }) {
  const { t, formats } = useI18n();
  switch (cause) {
    case 'damaged':
    case 'missing':
      return (
        <p>
          {t(`salvage.cause.${cause}`)}{' '}
          {backupAt === null
            ? t('salvage.fromServer')
            : t('salvage.fromBackup', { when: formats.dayAndTime(backupAt) })}
        </p>
      );
    case 'restored':
      return <p>{t('salvage.cause.restored')}</p>;
    default:
      return (
        <p>
          {foundElsewhere === 0 ? t('salvage.broughtNothing') : t('salvage.broughtBack', { count: foundElsewhere })}
        </p>
      );
  }
}

function Saved({ report: { cause, saved, foundElsewhere } }: { report: SalvageReport }) {
  const { t } = useI18n();
  return (
    <ul className="salvage__saved">
      <li>{saved.changes === 0 ? t('salvage.noneWaiting') : t('salvage.waiting', { count: saved.changes })}</li>
      {saved.drafts > 0 && <li>{t('salvage.drafts', { count: saved.drafts })}</li>}
      {saved.conflicts > 0 && <li>{t('salvage.conflicts', { count: saved.conflicts })}</li>}
      {cause !== 'lookedInto' && foundElsewhere > 0 && (
        <li>{t('salvage.foundElsewhere', { count: foundElsewhere })}</li>
      )}
    </ul>
  );
}
