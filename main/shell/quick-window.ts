import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { EventName } from '#app/contract/channels.ts';
import { eventChannel } from '#app/contract/channels.ts';
import type { EventPayload } from '#app/contract/events.ts';
import { QUICK_PAGE } from '../security/origin.ts';
import { offerContextMenu } from './context-menu.ts';

const SIZE = { width: 640, height: 420 };
/** Share of the screen's height above the window. */
const TOP = 0.2;
const BACKGROUND = { light: '#ffffff', dark: '#1f2124' };

export interface QuickWindow {
  /** Shows it over other programs, on the screen with the pointer. */
  show(): void;
  hide(): void;
  current(): BrowserWindow | null;
  send<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** Removes it, so that it does not keep the app running. */
  destroy(): void;
}

interface QuickWindowDeps {
  preload: string;
  allowDevTools: boolean;
  isQuitting: () => boolean;
}

/** The small window that adds a record while the main one is hidden. Created when first needed; then only hidden. */
export function createQuickWindow({ preload, allowDevTools, isQuitting }: QuickWindowDeps): QuickWindow {
  let window: BrowserWindow | null = null;

  function create(): BrowserWindow {
    const created = new BrowserWindow({
      ...SIZE,
      show: false,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      title: 'Ferry',
      ...(process.platform === 'darwin' ? { type: 'panel' as const } : {}),
      backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: process.platform === 'darwin',
        devTools: allowDevTools,
      },
    });
    created.once('ready-to-show', () => present(created));
    created.on('blur', () => created.hide());
    created.on('close', (event) => {
      if (isQuitting()) return;
      event.preventDefault();
      created.hide();
    });
    created.on('closed', () => {
      window = null;
    });
    // After a crash the next call creates a new window.
    created.webContents.on('render-process-gone', () => created.destroy());
    offerContextMenu(created.webContents);
    void created.loadURL(QUICK_PAGE);
    return created;
  }

  function present(shown: BrowserWindow) {
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    shown.setPosition(
      Math.round(workArea.x + (workArea.width - SIZE.width) / 2),
      Math.round(workArea.y + workArea.height * TOP),
    );
    shown.show();
    shown.focus();
  }

  return {
    show() {
      if (window === null) window = create();
      else present(window);
    },
    hide: () => window?.hide(),
    current: () => window,
    send(name, payload) {
      if (window !== null && !window.webContents.isDestroyed()) window.webContents.send(eventChannel(name), payload);
    },
    destroy: () => window?.destroy(),
  };
}
