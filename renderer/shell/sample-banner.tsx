import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';

/** Marks the made-up firm, and removes it; Ferry then starts again with the first screen. */
export function SampleBanner() {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const [isBusy, setBusy] = useState(false);
  async function remove() {
    setBusy(true);
    const answer = await client.signOut({ force: true, data: 'remove' });
    if (answer.ok) return;
    setBusy(false);
    notices.fail(answer.error);
  }
  return (
    <div className="bar bar--wait" role="status">
      <FlaskConical size={14} aria-hidden />
      <p className="bar__text">{t('sample.banner')}</p>
      <Button isBusy={isBusy} onPress={() => void remove()}>
        {t('sample.remove')}
      </Button>
    </div>
  );
}
