import { lazy, Suspense } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { ProxyDialogProps } from './proxy-dialog.tsx';

// Rarely seen; loading it on demand opens the window sooner.
const Loaded = lazy(async () => ({ default: (await import('./proxy-dialog.tsx')).ProxyDialog }));

/** The dialog while the proxy asks for a password; `error` is null otherwise. */
export function ProxyDialog({ error, ...rest }: Omit<ProxyDialogProps, 'error'> & { error: FerryError | null }) {
  return error === null ? null : (
    <Suspense>
      <Loaded error={error} {...rest} />
    </Suspense>
  );
}
