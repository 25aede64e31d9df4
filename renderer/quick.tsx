import './zod-jitless.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { I18nProvider } from './i18n/i18n.tsx';
import { QuickWindow } from './quick-add/quick-window.tsx';
import { createFerryClient } from './store/ferry-client.ts';
import { createRendererStore } from './store/renderer-store.ts';
import { RendererStoreContext } from './store/store-context.ts';
import './styles/index.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
// Drafts belong to the main window: two windows that keep them would overwrite each other's.
const rendererStore = createRendererStore({
  client: createFerryClient(window.ferry),
  storage: window.localStorage,
  keepsDrafts: false,
});
window.addEventListener('pagehide', rendererStore.dispose);
createRoot(root).render(
  <StrictMode>
    <RendererStoreContext.Provider value={rendererStore}>
      <I18nProvider>
        <ErrorBoundary subject="">
          <QuickWindow />
        </ErrorBoundary>
      </I18nProvider>
    </RendererStoreContext.Provider>
  </StrictMode>,
);
