import './without-eval.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { FerryBridge } from '#app/contract/events.ts';
import { App } from './app.tsx';
import { createFerryClient } from './client/ferry-client.ts';
import { WithoutBreaking } from './components/without-breaking.tsx';
import { DeskContext } from './hooks/desk-context.ts';
import { SpeechProvider } from './hooks/speech.tsx';
import { createDesk } from './store/desk.ts';
import './styles/index.css';

declare global {
  interface Window {
    ferry: FerryBridge;
  }
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no root element.');
const desk = createDesk({ client: createFerryClient(window.ferry), storage: window.localStorage });
window.addEventListener('blur', desk.fieldEdits.goAway);
window.addEventListener('pagehide', () => {
  desk.fieldEdits.goAway();
  desk.dispose();
});
createRoot(root).render(
  <StrictMode>
    <DeskContext.Provider value={desk}>
      <SpeechProvider>
        <WithoutBreaking subject="">
          <App />
        </WithoutBreaking>
      </SpeechProvider>
    </DeskContext.Provider>
  </StrictMode>,
);
