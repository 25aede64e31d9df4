import { lazy, Suspense } from 'react';
import type { SyncTab } from '../navigation/route.ts';
import { useRendererState } from '../store/store-context.ts';

// Not needed for the first frame; loaded after it, so that they are there when somebody goes to them.
const loadSyncCentre = async () => ({ default: (await import('../sync-centre/sync-centre.tsx')).SyncCentre });
const loadSettings = async () => ({ default: (await import('../settings/settings-view.tsx')).SettingsView });
const LoadedSampleBanner = lazy(async () => ({ default: (await import('./sample-banner.tsx')).SampleBanner }));
const LoadedSyncCentre = lazy(loadSyncCentre);
const LoadedSettings = lazy(loadSettings);

/** Call once the window shows its first view. */
export function preloadViews(): void {
  void loadSyncCentre();
  void loadSettings();
}

export function SyncCentre({ tab }: { tab: SyncTab }) {
  return (
    <Suspense>
      <LoadedSyncCentre tab={tab} />
    </Suspense>
  );
}

export function SettingsView() {
  return (
    <Suspense>
      <LoadedSettings />
    </Suspense>
  );
}

export function SampleBanner() {
  const isShown = useRendererState((state) => state.session?.kind === 'sample');
  return isShown ? (
    <Suspense>
      <LoadedSampleBanner />
    </Suspense>
  ) : null;
}
