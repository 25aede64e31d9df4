import '../../renderer/zod-jitless.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '../../renderer/app.tsx';
import { I18nProvider } from '../../renderer/i18n/i18n.tsx';
import { useAppearance } from '../../renderer/i18n/use-appearance.ts';
import { createFerryClient } from '../../renderer/store/ferry-client.ts';
import { createRendererStore } from '../../renderer/store/renderer-store.ts';
import { RendererStoreContext } from '../../renderer/store/store-context.ts';
import { createFakeBridge } from '../support/fake-bridge/index.ts';
import { ComponentSheet } from './component-sheet.tsx';
import { Contents } from './contents.tsx';
import { LANGUAGES, SCREENS, THEMES } from './screens.ts';
import '../../renderer/styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
const asked = new URLSearchParams(window.location.search);
const screen = SCREENS.find(({ name }) => name === asked.get('screen'));
const language = LANGUAGES.find((each) => each === asked.get('language')) ?? 'en';
const appearance = THEMES.find((each) => each === asked.get('theme')) ?? 'light';

function Sheet() {
  useAppearance();
  return <ComponentSheet />;
}

if (screen === undefined) createRoot(root).render(<Contents />);
else {
  const { bridge } = createFakeBridge({ ...screen.options, settings: { language, appearance } });
  window.ferry = bridge;
  const desk = createRendererStore({ client: createFerryClient(bridge), storage: window.localStorage });
  createRoot(root).render(
    <StrictMode>
      <RendererStoreContext.Provider value={desk}>
        <I18nProvider>{screen.hash === null ? <Sheet /> : <App />}</I18nProvider>
      </RendererStoreContext.Provider>
    </StrictMode>,
  );
}
