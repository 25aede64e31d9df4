import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { useRendererState } from '../store/store-context.ts';

/** Shown while an update is ready; once dismissed, hidden until the next version. */
export function UpdateBanner() {
  const { t } = useI18n();
  const update = useRendererState((state) => state.update);
  const [putAway, setPutAway] = useState('');
  if (update.kind !== 'ready' || update.version === putAway) return null;
  return (
    <div className="bar bar--quiet" role="status">
      <Download size={14} aria-hidden />
      <p className="bar__text">{t('update.banner', { version: update.version })}</p>
      <Button look="quiet" onPress={() => goTo({ view: 'settings' })}>
        {t('update.whatIsNew', { version: update.version })}
      </Button>
      <Button look="quiet" onPress={() => setPutAway(update.version)}>
        {t('update.later')}
      </Button>
    </div>
  );
}
