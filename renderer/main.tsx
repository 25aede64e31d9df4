import './zod-jitless.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { FerryBridge } from '#app/contract/events.ts';
import { App } from './app.tsx';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { I18nProvider } from './i18n/i18n.tsx';
import { createFerryClient } from './store/ferry-client.ts';
import { createRendererStore } from './store/renderer-store.ts';
import { RendererStoreContext } from './store/store-context.ts';
import './styles/index.css';

declare global {
  interface Window {
    ferry: FerryBridge;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
const rendererStore = createRendererStore({ client: createFerryClient(window.ferry), storage: window.localStorage });
window.addEventListener('blur', rendererStore.fieldEdits.goAway);
window.addEventListener('pagehide', () => {
  rendererStore.fieldEdits.goAway();
  rendererStore.dispose();
});
createRoot(root).render(
  <StrictMode>
    <RendererStoreContext.Provider value={rendererStore}>
      <I18nProvider>
        <ErrorBoundary subject="">
          <App />
        </ErrorBoundary>
      </I18nProvider>
    </RendererStoreContext.Provider>
  </StrictMode>,
);
