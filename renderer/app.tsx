import { useState } from 'react';
import { Notices } from './components/notices.tsx';
import { CommandBusContext, createCommandBus } from './hooks/command-bus.ts';
import { useDeskState } from './hooks/desk-context.ts';
import { useAppearance } from './hooks/use-appearance.ts';
import { Shell } from './views/shell.tsx';
import { SignIn } from './views/sign-in.tsx';

/** Signed in or not: the two faces of the window. Nothing is shown in the moment before main has said which. */
export function App() {
  useAppearance();
  const [bus] = useState(createCommandBus);
  const session = useDeskState((state) => state.session);
  const isKnown = useDeskState((state) => state.appInfo !== null);
  if (session === undefined || !isKnown) return null;
  return (
    <CommandBusContext value={bus}>
      {session === null ? <SignIn /> : <Shell />}
      <Notices />
    </CommandBusContext>
  );
}
