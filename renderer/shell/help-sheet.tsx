import { lazy, Suspense, useState } from 'react';
import { useCommand } from '../navigation/command-bus.ts';

// Read seldom; the window opens sooner without it.
const ImportHelp = lazy(async () => ({ default: (await import('../import/import-help.tsx')).ImportHelp }));

/** The pages of the help, which can be asked for from anywhere. */
export function HelpSheet() {
  const [isOpen, setOpen] = useState(false);
  useCommand('importHelp', () => setOpen(true));
  return isOpen ? (
    <Suspense>
      <ImportHelp onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}
