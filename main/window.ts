import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { EventName } from '#app/contract/channels.ts';
import { eventChannel } from '#app/contract/channels.ts';
import type { EventPayload } from '#app/contract/events.ts';
import type { Log } from '#app/contract/ports.ts';
import { offerContextMenu } from './context-menu.ts';
import type { JsonFile } from './json-file.ts';
import { START_PAGE } from './origin.ts';
import { MINIMUM_SIZE, restoredBounds, type WindowState } from './window-state.ts';

/** The first frame's colour, before any style has loaded: the renderer's page background in each theme. */
const BACKGROUND = { light: '#ffffff', dark: '#17181a' };

const MOST_RECOVERIES = 5;

export interface AppWindow {
  /** Opens the window, or brings the one there is to the front. */
  open(): void;
  current(): BrowserWindow | null;
  isFocused(): boolean;
  send<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

interface WindowDeps {
  preload: string;
  state: JsonFile<WindowState>;
  /** Whether closing only hides the window, because the app goes on in the tray. */
  staysOpen: () => boolean;
  allowDevTools: boolean;
  log: Log;
}

/** The one window of the app. */
export function createAppWindow({ preload, state, staysOpen, allowDevTools, log }: WindowDeps): AppWindow {
  let window: BrowserWindow | null = null;
  let recoveries = 0;

  function create(): BrowserWindow {
    const kept = state.read();
    const created = new BrowserWindow({
      ...restoredBounds(
        kept,
        screen.getAllDisplays().map((display) => display.workArea),
      ),
      minWidth: MINIMUM_SIZE.width,
      minHeight: MINIMUM_SIZE.height,
      show: false,
      title: 'Ferry',
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        // Chromium would fetch dictionaries from the network; macOS has its own.
        spellcheck: process.platform === 'darwin',
        devTools: allowDevTools,
      },
    });
    if (kept?.isMaximised) created.maximize();
    created.once('ready-to-show', () => created.show());
    created.on('close', (event) => {
      rememberPlace(created);
      if (!staysOpen()) return;
      event.preventDefault();
      created.hide();
    });
    created.on('closed', () => {
      window = null;
    });
    offerContextMenu(created.webContents);
    created.webContents.on('render-process-gone', (_event, { reason }) => recover(created, reason));
    void created.loadURL(START_PAGE);
    return created;
  }

  /** All work is in main, so the page can simply be loaded again; one that keeps failing is left for a person to close. */
  function recover(crashed: BrowserWindow, reason: string) {
    log.error('window.pageGone', { reason });
    if (recoveries >= MOST_RECOVERIES || reason === 'clean-exit' || crashed.isDestroyed()) return;
    recoveries += 1;
    crashed.reload();
  }

  /** Where the window stood is not worth an error on a full or read-only disk. */
  function rememberPlace(closing: BrowserWindow) {
    try {
      state.write({ bounds: closing.getNormalBounds(), isMaximised: closing.isMaximized() });
    } catch (thrown) {
      log.info('window.placeNotKept', { reason: String(thrown) });
    }
  }

  return {
    open() {
      if (window === null) {
        window = create();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    current: () => window,
    isFocused: () => window?.isFocused() ?? false,
    send(name, payload) {
      if (window !== null && !window.webContents.isDestroyed()) window.webContents.send(eventChannel(name), payload);
    },
  };
}
