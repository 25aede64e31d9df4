import { CloudUpload } from 'lucide-react';
import { Mark } from '../components/mark.tsx';
import { useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The first thing a person sees of Ferry. */
export function SignIn() {
  const { t } = useSpeech();
  const settings = useDeskState((state) => state.settings);
  const appInfo = useDeskState((state) => state.appInfo);
  const pending = useDeskState((state) => state.status?.regions.counts.pending ?? 0);
  return (
    <main className="sign-in">
      <div className="sign-in__card">
        <div className="sign-in__brand">
          <Mark size={44} />
          <div>
            <p className="sign-in__name">{t('app.name')}</p>
            <p className="sign-in__tagline">{t('app.tagline')}</p>
          </div>
        </div>
        <h1 className="sign-in__title">{t('signIn.title')}</h1>
        {pending > 0 && (
          <p className="bar bar--wait">
            <CloudUpload size={14} aria-hidden />
            <span className="bar__text">
              {t('status.pending', { count: pending })}. {t('signIn.localWork')}
            </span>
          </p>
        )}
        <SignInForm server={appInfo?.defaultServer ?? settings.server} email="" />
      </div>
    </main>
  );
}
