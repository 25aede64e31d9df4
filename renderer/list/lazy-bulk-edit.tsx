import { type ComponentProps, lazy, Suspense } from 'react';
import type { BulkEditDialog as Dialog } from './bulk-edit-dialog.tsx';

// Loading it on demand opens the window sooner.
const Loaded = lazy(async () => ({ default: (await import('./bulk-edit-dialog.tsx')).BulkEditDialog }));

export function BulkEditDialog(props: ComponentProps<typeof Dialog>) {
  return (
    <Suspense>
      <Loaded {...props} />
    </Suspense>
  );
}
