import { ferrySchema } from '#app/schema/index.ts';
import { WithoutBreaking } from '../components/without-breaking.tsx';
import { useSpeech } from '../hooks/speech.tsx';
import { useCommands } from '../hooks/use-commands.ts';
import { useFocusKept } from '../hooks/use-focus-kept.ts';
import { useReadyRoute } from '../hooks/use-ready-route.ts';
import { useRoute } from '../hooks/use-route.ts';
import { hrefOf, type Route } from '../model/route.ts';
import { CommandPalette } from './command-palette.tsx';
import { ListView } from './list-view.tsx';
import { Overview } from './overview.tsx';
import { SettingsView } from './settings-view.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { Sidebar } from './sidebar.tsx';
import { SyncCentre } from './sync-centre.tsx';
import { TakingBack } from './taking-back.tsx';

/** The window of a signed-in person: where to go, and what is there. */
export function Shell() {
  const { t } = useSpeech();
  const route = useRoute();
  const shown = useReadyRoute(route);
  useCommands();
  useFocusKept();
  // The first frame has everything in it; until then the window stays as empty as it opened.
  if (shown === null) return null;
  return (
    <div className="shell">
      <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      <Sidebar route={route} />
      <main className="shell__main" id="main" tabIndex={-1}>
        <TakingBack />
        <WithoutBreaking subject={hrefOf(shown)}>
          <View route={shown} />
        </WithoutBreaking>
      </main>
      <CommandPalette />
      <ShortcutSheet />
    </div>
  );
}

function View({ route }: { route: Route }) {
  switch (route.view) {
    case 'list': {
      const entity = ferrySchema.entity(route.table);
      return entity === undefined ? null : <ListView key={route.table} entity={entity} recordId={route.recordId} />;
    }
    case 'sync':
      return <SyncCentre tab={route.tab} />;
    case 'settings':
      return <SettingsView />;
    case 'overview':
      return <Overview />;
  }
}
