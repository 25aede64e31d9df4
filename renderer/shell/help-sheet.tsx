import { lazy, Suspense, useState } from 'react';
import { useCommand } from '../navigation/command-bus.ts';

// Rarely read; loading it on demand opens the window sooner.
const ImportHelp = lazy(async () => ({ default: (await import('../import/import-help.tsx')).ImportHelp }));

/** The help pages, available everywhere. */
export function HelpSheet() {
  const [isOpen, setOpen] = useState(false);
  useCommand('importHelp', () => setOpen(true));
  return isOpen ? (
    <Suspense>
      <ImportHelp onClose={() => setOpen(false)} />
    </Suspense>
  ) : null;
}
