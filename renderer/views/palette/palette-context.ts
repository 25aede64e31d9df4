import type { LucideIcon } from 'lucide-react';
import type { Person } from '#app/contract/protocol.ts';
import type { Settings, SettingsPatch } from '#app/contract/settings.ts';
import type { CommandBus } from '../../hooks/command-bus.ts';
import { useCommandBus } from '../../hooks/command-bus.ts';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { type Spoken, useSpeech } from '../../hooks/speech.tsx';
import { useKeyNames } from '../../hooks/use-key-names.ts';
import type { PaletteGroup, PaletteItem } from '../../model/palette.ts';
import type { Desk } from '../../store/desk.ts';
import { useChangeSettings } from '../settings-parts.tsx';

/** What the lines of the palette speak and act through. */
export interface PaletteContext {
  spoken: Spoken;
  desk: Desk;
  bus: CommandBus;
  keys: (shortcut: string) => string;
  settings: Settings;
  change: (patch: SettingsPatch) => void;
  people: readonly Person[];
  isReadOnly: boolean;
}

export function usePaletteContext(): PaletteContext {
  return {
    spoken: useSpeech(),
    desk: useDesk(),
    bus: useCommandBus(),
    keys: useKeyNames(),
    settings: useDeskState((state) => state.settings),
    change: useChangeSettings(),
    people: useDeskState((state) => state.session?.people) ?? [],
    isReadOnly: useDeskState((state) => state.session?.role === 'readOnly'),
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
