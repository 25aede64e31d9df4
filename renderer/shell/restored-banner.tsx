import { ArchiveRestore } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SalvageReport } from '#app/contract/salvage.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';

/** Says after the restart that the backup was restored and what moved over, until the person has read it. */
export function RestoredBanner() {
  const { client, notices } = useRendererStore();
  const { t, formats } = useI18n();
  const [report, setReport] = useState<SalvageReport | null>(null);

  useEffect(() => {
    void client.listSalvageReports().then((answer) => {
      if (!answer.ok) notices.fail(answer.error);
      else setReport(answer.value.find(({ isSeen, cause }) => !isSeen && cause === 'soundRestored') ?? null);
    });
  }, [client, notices]);

  function close() {
    setReport(null);
    void client.markSalvageSeen().then((answer) => (answer.ok ? undefined : notices.fail(answer.error)));
  }

  if (report === null) return null;
  const when = formats.dayAndTime(report.backupAt ?? report.at);
  const count = report.saved.changes;
  return (
    <div className="bar bar--quiet" role="status">
      <ArchiveRestore size={14} aria-hidden />
      <p className="bar__text selectable">
        {count === 0 ? t('salvage.restoredSoundAlone', { when }) : t('salvage.restoredSound', { when, count })}
      </p>
      <Button look="quiet" onPress={close}>
        {t('common.close')}
      </Button>
    </div>
  );
}
