import type { Log } from '#app/contract/ports.ts';
import type { QuickShortcut, Settings, ShortcutState } from '#app/contract/settings.ts';

interface QuickShortcutDeps {
  settings: { get(): Settings; onChange(listener: (settings: Settings) => void): () => void };
  globalShortcut: {
    register(accelerator: string, callback: () => void): boolean;
    unregister(accelerator: string): void;
  };
  press: () => void;
  log: Log;
}

/** Keeps the system-wide shortcut of the settings registered. The system refuses one that another program has. */
export function followQuickShortcut({ settings, globalShortcut, press, log }: QuickShortcutDeps) {
  let registered: QuickShortcut = 'off';
  let state: ShortcutState = 'off';

  function register(wanted: QuickShortcut): boolean {
    try {
      return globalShortcut.register(wanted, press);
    } catch (thrown) {
      log.warn('shortcut.failed', { reason: String(thrown) });
      return false;
    }
  }

  function follow({ quickAddShortcut: wanted }: Settings) {
    if (wanted === registered && state !== 'taken') return;
    if (state === 'on') globalShortcut.unregister(registered);
    registered = wanted;
    state = wanted === 'off' ? 'off' : register(wanted) ? 'on' : 'taken';
    if (state === 'taken') log.info('shortcut.taken');
  }
  follow(settings.get());
  const stop = settings.onChange(follow);
  return {
    state: (): ShortcutState => state,
    dispose() {
      stop();
      if (state === 'on') globalShortcut.unregister(registered);
      state = 'off';
    },
  };
}
