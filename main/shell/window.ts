import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { EventName } from '#app/contract/channels.ts';
import { eventChannel } from '#app/contract/channels.ts';
import type { EventPayload } from '#app/contract/events.ts';
import type { Log } from '#app/contract/ports.ts';
import type { FailingWindow, Problems } from '../lifecycle/problems.ts';
import { START_PAGE } from '../security/origin.ts';
import type { JsonFile } from '../system/json-file.ts';
import { offerContextMenu } from './context-menu.ts';
import { MINIMUM_SIZE, restoredBounds, type WindowState } from './window-state.ts';

/** Colour of the first frame, before styles load: the page background of each theme. */
const BACKGROUND = { light: '#ffffff', dark: '#17181a' };

export interface AppWindow {
  /** Opens the window, or brings the existing one to the front. */
  open(): void;
  /** Opens it minimised, if there is none yet. */
  openMinimised(): void;
  current(): BrowserWindow | null;
  isFocused(): boolean;
  send<N extends EventName>(name: N, payload: EventPayload<N>): void;
}

interface WindowDeps {
  preload: string;
  state: JsonFile<WindowState>;
  /** Whether closing only hides the window, because the app keeps running. */
  staysOpen: () => boolean;
  /** Hides or minimises a window that stays open. */
  putAway: (window: BrowserWindow) => Promise<void>;
  onClosed: () => void;
  allowDevTools: boolean;
  problems: Pick<Problems, 'pageGone' | 'pageHangs'>;
  log: Log;
}

/** The one window of the app. */
export function createAppWindow(deps: WindowDeps): AppWindow {
  const { preload, state, staysOpen, putAway, onClosed, allowDevTools, problems, log } = deps;
  let window: BrowserWindow | null = null;

  /** A failed read of the position must not prevent the start. */
  function placeKept(): WindowState | null {
    try {
      return state.read();
    } catch {
      return null;
    }
  }

  function create(isMinimised: boolean): BrowserWindow {
    const kept = placeKept();
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
        // Chromium would download dictionaries; macOS has its own.
        spellcheck: process.platform === 'darwin',
        devTools: allowDevTools,
      },
    });
    if (kept?.isMaximised) created.maximize();
    created.once('ready-to-show', () => (isMinimised ? created.minimize() : created.show()));
    created.on('close', (event) => {
      rememberPlace(created);
      if (!staysOpen()) return;
      event.preventDefault();
      void putAway(created);
    });
    created.on('closed', () => {
      window = null;
      onClosed();
    });
    offerContextMenu(created.webContents);
    const failing: FailingWindow = {
      isDestroyed: () => created.isDestroyed(),
      reload: () => created.reload(),
      endPage: () => created.webContents.forcefullyCrashRenderer(),
    };
    created.webContents.on('render-process-gone', (_event, { reason }) => problems.pageGone(failing, reason));
    created.on('unresponsive', () => problems.pageHangs(failing));
    void created.loadURL(START_PAGE);
    return created;
  }

  /** A failed write of the position must not show an error. */
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
        window = create(false);
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    openMinimised() {
      window ??= create(true);
    },
    current: () => window,
    isFocused: () => window?.isFocused() ?? false,
    send(name, payload) {
      if (window !== null && !window.webContents.isDestroyed()) window.webContents.send(eventChannel(name), payload);
    },
  };
}
