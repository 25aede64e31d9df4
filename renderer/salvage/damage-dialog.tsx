import { useState } from 'react';
import { Confirm } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

/** Damage found while Ferry runs; the repair needs a restart, which the person chooses. */
export function DamageDialog() {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const isDamaged = useRendererState((state) => state.status?.regions.store === 'corrupt');
  const [isPutOff, setPutOff] = useState(false);

  async function repair() {
    const answer = await client.repairData();
    if (!answer.ok) notices.fail(answer.error);
  }

  return (
    <Confirm
      title={t('salvage.damagedNow')}
      message={t('salvage.damagedNowText')}
      confirm={t('action.repair')}
      cancel={t('salvage.later')}
      isOpen={isDamaged && !isPutOff}
      onClose={() => setPutOff(true)}
      onConfirm={() => void repair()}
    />
  );
}
