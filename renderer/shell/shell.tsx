import { useEffect } from 'react';
import { ferrySchema } from '#app/schema/index.ts';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { FileProblems } from '../components/file-problems.tsx';
import { useFocusFallback } from '../components/use-focus-fallback.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { UndoProgress } from '../import/undo-progress.tsx';
import { ListView } from '../list/list-view.tsx';
import { hrefOf, type Route } from '../navigation/route.ts';
import { useRoute } from '../navigation/use-route.ts';
import { Overview } from '../overview/overview-view.tsx';
import { WorkView } from '../overview/work-view.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { QuickAddDialog } from '../quick-add/quick-add-dialog.tsx';
import { useAlone } from '../store/use-alone.ts';
import { UpdateBanner } from '../updates/update-banner.tsx';
import { UpdatePrompt } from '../updates/update-prompt.tsx';
import { BlockedWayBanner } from './blocked-way-banner.tsx';
import { BroughtBackBanner } from './brought-back-banner.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { preloadViews, SampleBanner, SettingsView, SyncCentre } from './lazy-views.tsx';
import { RestoredBanner } from './restored-banner.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { Sidebar } from './sidebar.tsx';
import { useCommands } from './use-commands.ts';
import { useLeftDrafts } from './use-left-drafts.ts';
import { useReadyRoute } from './use-ready-route.ts';

/** The window of a signed-in person: navigation and content. */
export function Shell() {
  const { t } = useI18n();
  const route = useRoute();
  const shown = useReadyRoute(route);
  useCommands();
  useLeftDrafts(route);
  useFocusFallback();
  const isShown = shown !== null;
  useEffect(() => {
    if (isShown) preloadViews();
  }, [isShown]);
  // The first frame is complete; until then the window stays empty.
  if (shown === null) return null;
  return (
    <div className="shell">
      <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      <Sidebar route={route} />
      <main className="shell__main" id="main" tabIndex={-1}>
        <SampleBanner />
        <BlockedWayBanner />
        <FileProblems />
        <BroughtBackBanner />
        <RestoredBanner />
        <UpdateBanner />
        <UndoProgress />
        <ErrorBoundary subject={hrefOf(shown)}>
          <View route={shown} />
        </ErrorBoundary>
      </main>
      <CommandPalette />
      <QuickAddDialog />
      <ShortcutSheet />
      <HelpSheet />
      <UpdatePrompt />
    </div>
  );
}

function View({ route }: { route: Route }) {
  const isAlone = useAlone();
  switch (route.view) {
    case 'list': {
      const entity = ferrySchema.entity(route.table);
      return entity === undefined ? null : <ListView key={route.table} entity={entity} recordId={route.recordId} />;
    }
    case 'sync':
      // Without a server nothing syncs.
      return isAlone ? <SettingsView /> : <SyncCentre tab={route.tab} />;
    case 'settings':
      return <SettingsView />;
    case 'overview':
      return <Overview />;
    case 'work':
      return <WorkView />;
  }
}
