import type { LucideIcon } from 'lucide-react';
import type { Person } from '#app/contract/protocol.ts';
import type { PreferenceChange, Settings, SettingsPatch } from '#app/contract/settings.ts';
import { type I18n, useI18n } from '../i18n/i18n.tsx';
import type { CommandBus } from '../navigation/command-bus.ts';
import { useCommandBus } from '../navigation/command-bus.ts';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { useChangeSettings } from '../settings/settings-parts.tsx';
import type { RendererStore } from '../store/renderer-store.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useChangePreference } from '../store/use-change-preference.ts';
import type { PaletteGroup, PaletteItem } from './palette.ts';

/** What palette items need for wording and acting. */
export interface PaletteContext {
  i18n: I18n;
  store: RendererStore;
  bus: CommandBus;
  keys: (shortcut: string) => string;
  settings: Settings;
  change: (patch: SettingsPatch) => void;
  changePreference: (change: PreferenceChange) => Promise<boolean>;
  people: readonly Person[];
  isReadOnly: boolean;
}

export function usePaletteContext(): PaletteContext {
  return {
    i18n: useI18n(),
    store: useRendererStore(),
    bus: useCommandBus(),
    keys: useKeyNames(),
    settings: useRendererState((state) => state.settings),
    change: useChangeSettings(),
    changePreference: useChangePreference(),
    people: useRendererState((state) => state.session?.people) ?? [],
    isReadOnly: useRendererState((state) => state.session?.role === 'readOnly'),
  };
}

export function makeItem(
  id: string,
  group: PaletteGroup,
  label: string,
  icon: LucideIcon,
  run: () => void,
  more: Partial<Pick<PaletteItem, 'detail' | 'keys' | 'words' | 'isQuiet'>> = {},
): PaletteItem {
  return { id, group, label, icon, run, detail: '', keys: '', words: label, isQuiet: false, ...more };
}
