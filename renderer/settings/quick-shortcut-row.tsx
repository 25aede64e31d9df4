import { useEffect, useState } from 'react';
import { QUICK_SHORTCUTS, type QuickShortcut, type ShortcutState } from '#app/contract/settings.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { Picker } from '../components/picker.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { SettingRow, useChangeSettings } from './settings-parts.tsx';

/** The system-wide shortcut for quick add, and whether the system let Ferry have it. */
export function QuickShortcutRow() {
  const { t, word } = useI18n();
  const what = word(ferrySchema.quickAdd?.singular ?? { en: '', de: '' });
  const { client } = useRendererStore();
  const keys = useKeyNames();
  const chosen = useRendererState((state) => state.settings.quickAddShortcut);
  const change = useChangeSettings();
  const [state, setState] = useState<ShortcutState>('off');
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the setting changes
  useEffect(() => {
    let isCurrent = true;
    void client.getQuickShortcut().then((answer) => {
      if (isCurrent && answer.ok) setState(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, chosen]);
  const nameOf = (shortcut: QuickShortcut) =>
    shortcut === 'off'
      ? t('quickAdd.shortcutOff')
      : keys(shortcut.replace('CommandOrControl', 'mod').replace(/Shift|Alt|Space/g, (part) => part.toLowerCase()));
  return (
    <>
      <SettingRow label={t('quickAdd.shortcut')} labelId="setting-quick" hint={t('quickAdd.shortcutHint', { what })}>
        <Picker
          labelId="setting-quick"
          value={chosen}
          choices={QUICK_SHORTCUTS.map((id) => ({ id, label: nameOf(id) }))}
          onChange={(id) => change({ quickAddShortcut: QUICK_SHORTCUTS.find((each) => each === id) ?? 'off' })}
        />
      </SettingRow>
      {state === 'taken' && (
        <p className="setting field__error" role="alert">
          {t('quickAdd.shortcutTaken')}
        </p>
      )}
    </>
  );
}
