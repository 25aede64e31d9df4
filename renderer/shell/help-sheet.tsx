import { lazy, Suspense, useState } from 'react';
import type { HelpPageName } from '#app/text/help/pages.ts';
import { useCommand } from '../navigation/command-bus.ts';

// Rarely read; loading it on demand opens the window sooner.
const HelpDialog = lazy(async () => ({ default: (await import('./help-dialog.tsx')).HelpDialog }));

/** The help pages, available everywhere. */
export function HelpSheet() {
  const [page, setPage] = useState<HelpPageName | null>(null);
  useCommand('help', () => setPage('start'));
  useCommand('importHelp', () => setPage('importing'));
  return page === null ? null : (
    <Suspense>
      <HelpDialog name={page} onClose={() => setPage(null)} />
    </Suspense>
  );
}
