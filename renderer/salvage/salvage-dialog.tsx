import { useEffect, useState } from 'react';
import type { SalvageReport } from '#app/contract/salvage.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { SalvageText } from './salvage-text.tsx';

type ReadReport = SalvageReport & { cause: Exclude<SalvageReport['cause'], 'soundRestored'> };

/** Where nothing was damaged, a line in the window is enough. */
function isToBeRead(report: SalvageReport): report is ReadReport {
  return !report.isSeen && report.cause !== 'soundRestored';
}

/** Reports damaged or missing data from the next start on, until someone has read it. */
export function SalvageDialog() {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const isSignedIn = useRendererState((state) => state.session !== null);
  /** Data that could not be opened is repaired as soon as it can be, which may be long after the start. */
  const isUsable = useRendererState((state) => state.status === null || state.status.regions.store === 'ok');
  const [report, setReport] = useState<ReadReport | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when the data can be used
  useEffect(() => {
    void client.listSalvageReports().then((answer) => {
      if (!answer.ok) notices.fail(answer.error);
      else setReport(answer.value.filter(isToBeRead)[0] ?? null);
    });
  }, [client, notices, isUsable]);

  function close() {
    setReport(null);
    void client.markSalvageSeen().then((answer) => (answer.ok ? undefined : notices.fail(answer.error)));
  }

  return (
    <Dialog
      title={report === null ? '' : t(`salvage.title.${report.cause}`)}
      isOpen={report !== null}
      onClose={close}
      size="m"
      role="alertdialog"
      footer={
        <>
          {isSignedIn && (
            <Button
              onPress={() => {
                close();
                goTo({ view: 'settings' });
              }}
            >
              {t('salvage.openSettings')}
            </Button>
          )}
          <Button look="primary" autoFocus onPress={close}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {report !== null && <SalvageText report={report} />}
    </Dialog>
  );
}
