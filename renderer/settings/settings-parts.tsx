import type { ReactNode } from 'react';
import type { SettingsPatch } from '#app/contract/settings.ts';
import { Toggle } from '../components/toggle.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

/** Changes settings; shows what main stored. */
export function useChangeSettings(): (patch: SettingsPatch) => void {
  const { client, notices, store } = useRendererStore();
  return (patch) =>
    void client.updateSettings(patch).then((answer) => {
      if (answer.ok) store.setState({ settings: answer.value });
      else notices.fail(answer.error);
    });
}

export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="settings-section" aria-label={title}>
      <h2 className="settings-section__title">{title}</h2>
      <div className="settings-section__rows">{children}</div>
    </section>
  );
}

interface SettingRowProps {
  label: string;
  labelId?: string;
  hint?: string;
  children?: ReactNode;
}

export function SettingRow({ label, labelId, hint, children }: SettingRowProps) {
  return (
    <div className="setting">
      <div className="setting__words">
        <p className="setting__label" id={labelId}>
          {label}
        </p>
        {hint !== undefined && <p className="setting__hint">{hint}</p>}
      </div>
      {children}
    </div>
  );
}

/** Whether Ferry keeps running without a window, and starts at login. */
export function BackgroundToggles() {
  const { t } = useI18n();
  const settings = useRendererState((state) => state.settings);
  const change = useChangeSettings();
  return (
    <>
      <Toggle isOn={settings.keepInTray} onChange={(keepInTray) => change({ keepInTray })}>
        {t('settings.keepInTray')}
      </Toggle>
      <Toggle isOn={settings.openAtLogin} onChange={(openAtLogin) => change({ openAtLogin })}>
        {t('settings.openAtLogin')}
      </Toggle>
    </>
  );
}
