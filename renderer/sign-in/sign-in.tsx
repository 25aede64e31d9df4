import { useEffect, useState } from 'react';
import type { LockState } from '#app/contract/lock.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { FileProblems } from '../components/file-problems.tsx';
import { Logo } from '../components/logo.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { AloneForm } from './alone-form.tsx';
import { type Door, Doors, OtherDoors } from './doors.tsx';
import { LockNotice } from './lock-notice.tsx';
import { ServerGuide } from './server-guide.tsx';
import { SignInForm } from './sign-in-form.tsx';

const titles = { alone: 'doors.alone', join: 'signIn.title', server: 'doors.server' } as const;

/** The first screen, and the only one for people without access. */
export function SignIn() {
  const { t, label, word, formats } = useI18n();
  const settings = useRendererState((state) => state.settings);
  const appInfo = useRendererState((state) => state.appInfo);
  const lock = useLock();
  const server = appInfo?.defaultServer ?? settings.server;
  const [chosen, setDoor] = useState<Door | null>(server === '' ? null : 'join');
  // Data of a firm is here already: only signing in opens it.
  const door = lock ? 'join' : chosen;
  const lists = ferrySchema.inNavigation.map((entity, place) => (place === 0 ? label : word)(entity.label));
  if (lock === undefined) return null;
  return (
    <main className="sign-in">
      <div className="sign-in__card" data-wide={door === null || door === 'server' || undefined}>
        <div className="sign-in__brand">
          <Logo size={44} />
          <div>
            <p className="sign-in__name">{t('app.name')}</p>
            <p className="sign-in__tagline">{t('app.tagline', { lists: formats.list(lists) })}</p>
          </div>
        </div>
        {door === null || lock !== null ? null : <OtherDoors onPress={() => setDoor(null)} />}
        <h1 className="sign-in__title">{t(door === null ? 'doors.title' : titles[door])}</h1>
        <FileProblems />
        <LockNotice lock={lock} />
        {door === null && <Doors onChoose={setDoor} />}
        {door === 'alone' && <AloneForm />}
        {door === 'server' && <ServerGuide onSignIn={() => setDoor('join')} />}
        {door === 'join' && <SignInForm server={server} email={lock?.email ?? ''} />}
      </div>
    </main>
  );
}

/**
 * Undefined until main answers. Asked again when visible, because main counts the days since a person saw the notice.
 */
function useLock(): LockState | null | undefined {
  const { client, notices } = useRendererStore();
  const auth = useRendererState((state) => state.status?.regions.auth);
  const [lock, setLock] = useState<LockState | null>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server says of the session may have changed the lock
  useEffect(() => {
    let isCurrent = true;
    async function ask() {
      const answer = await client.getLock();
      if (!isCurrent) return;
      if (!answer.ok) notices.fail(answer.error);
      setLock(answer.ok ? answer.value : null);
    }
    const askAgain = () => void ask();
    askAgain();
    window.addEventListener('focus', askAgain);
    document.addEventListener('visibilitychange', askAgain);
    return () => {
      isCurrent = false;
      window.removeEventListener('focus', askAgain);
      document.removeEventListener('visibilitychange', askAgain);
    };
  }, [client, notices, auth]);
  return lock;
}
