import { lazy, Suspense, useState } from 'react';
import { useAppearance } from './i18n/use-appearance.ts';
import { CommandBusContext, createCommandBus } from './navigation/command-bus.ts';
import { LinkedInvitation } from './people/lazy-invitation.tsx';
import { DamageDialog } from './salvage/damage-dialog.tsx';
import { SalvageDialog } from './salvage/salvage-dialog.tsx';
import { Notices } from './shell/notices.tsx';
import { Shell } from './shell/shell.tsx';
import { useRendererState } from './store/store-context.ts';

// Whoever is signed in never sees it.
const SignIn = lazy(async () => ({ default: (await import('./sign-in/sign-in.tsx')).SignIn }));

/** The sign-in page or the desk; nothing until main has reported which. */
export function App() {
  useAppearance();
  const [bus] = useState(createCommandBus);
  const session = useRendererState((state) => state.session);
  const isKnown = useRendererState((state) => state.appInfo !== null);
  if (session === undefined || !isKnown) return null;
  return (
    <CommandBusContext value={bus}>
      {session === null ? (
        <Suspense>
          <SignIn />
        </Suspense>
      ) : (
        <Shell />
      )}
      <LinkedInvitation />
      <SalvageDialog />
      <DamageDialog />
      <Notices />
    </CommandBusContext>
  );
}
