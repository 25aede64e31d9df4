import { LogIn } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommandBus } from '../navigation/command-bus.ts';
import { useRendererState } from '../store/store-context.ts';

// Rarely needed; loading it on demand opens the window sooner.
const SignInForm = lazy(async () => ({ default: (await import('./sign-in-form.tsx')).SignInForm }));

/** Shown when the session expired: work continues, a password restores the connection. */
export function SignInAgain() {
  const { t } = useI18n();
  const bus = useCommandBus();
  const session = useRendererState((state) => state.session);
  const auth = useRendererState((state) => state.status?.regions.auth);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => bus.on('signIn', () => setOpen(true)), [bus]);
  const isWorking = useRendererState((state) => {
    const regions = state.status?.regions;
    return regions?.auth === 'ok' && regions.reach === 'online';
  });
  // The server of this session answers again: there is nothing to sign in for.
  useEffect(() => {
    if (isWorking) setOpen(false);
  }, [isWorking]);
  const isNeeded = auth === 'expired' || auth === 'revoked' || auth === 'superseded' || auth === 'signedOut';
  return (
    <>
      {isNeeded && (
        <Button look="primary" icon={<LogIn size={14} aria-hidden />} onPress={() => setOpen(true)}>
          {t('signIn.again')}
        </Button>
      )}
      <Dialog title={t('signIn.again')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p className="sign-in__hint">{t('signIn.againHint')}</p>
        <Suspense>
          <SignInForm
            server={session?.server ?? ''}
            email={session?.person.email ?? ''}
            onSignedIn={() => setOpen(false)}
            onWait={() => setOpen(false)}
          />
        </Suspense>
      </Dialog>
    </>
  );
}
