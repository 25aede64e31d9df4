import { lazy, Suspense } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { OtherFirmDialogProps } from './other-firm-dialog.tsx';

// Rarely seen; loading it on demand opens the window sooner.
const Loaded = lazy(async () => ({ default: (await import('./other-firm-dialog.tsx')).OtherFirmDialog }));

/** The dialog while there is something to decide; `error` is null otherwise. */
export function OtherFirmDialog({
  error,
  ...choices
}: Omit<OtherFirmDialogProps, 'error'> & { error: FerryError | null }) {
  return error === null ? null : (
    <Suspense>
      <Loaded error={error} {...choices} />
    </Suspense>
  );
}
