import { AlertTriangle } from 'lucide-react';
import { useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommandBus } from '../navigation/command-bus.ts';
import { ProxyDialog } from '../sign-in/proxy-dialog.tsx';
import { useRendererState } from '../store/store-context.ts';
import { useSync } from '../store/use-sync.ts';

const BLOCKED = new Set(['serverReplaced', 'certificate', 'clockWrong', 'proxyAuth']);

/** Shown when nothing can reach the server until a person acts: the reason, and the button. */
export function BlockedWayBanner() {
  const { t, text } = useI18n();
  const bus = useCommandBus();
  const { sync } = useSync();
  const isBlocked = useRendererState(({ status }) => status !== null && BLOCKED.has(status.display.kind));
  const error = useRendererState(({ status }) => status?.regions.lastError ?? null);
  const [asked, setAsked] = useState<FerryError | null>(null);
  const doSomething = () => {
    if (error?.action === 'signIn') bus.run('signIn');
    else if (error?.action === 'signInToProxy') setAsked(error);
    else void sync();
  };
  return (
    <>
      {isBlocked && error !== null && (
        <div className="bar bar--danger bar--way" role="alert">
          <AlertTriangle size={16} aria-hidden />
          <p className="bar__text selectable">{errorText(error, text)}</p>
          <Button onPress={doSomething}>
            {error.action === 'signIn' || error.action === 'signInToProxy'
              ? t(`action.${error.action}`)
              : t('action.retry')}
          </Button>
        </div>
      )}
      <ProxyDialog error={asked} onClose={() => setAsked(null)} />
    </>
  );
}
