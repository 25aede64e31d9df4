import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommandBus } from '../navigation/command-bus.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { SettingRow, SettingsSection } from './settings-parts.tsx';

export function AboutSection() {
  const { t } = useI18n();
  const { client, notices } = useRendererStore();
  const bus = useCommandBus();
  const appInfo = useRendererState((state) => state.appInfo);
  const [text, setText] = useState<string | null>(null);

  async function showNotices() {
    const answer = await client.getNotices();
    if (answer.ok) setText(answer.value);
    else notices.fail(answer.error);
  }
  return (
    <SettingsSection title={t('settings.section.about')}>
      <SettingRow label={t('app.name')} hint={t('settings.version', { version: appInfo?.version ?? '' })}>
        <Button onPress={() => void showNotices()}>{t('settings.notices')}</Button>
        <Button onPress={() => bus.run('shortcuts')}>{t('settings.shortcuts')}</Button>
      </SettingRow>
      <SettingRow label={t('sync.diag.dataFolder')}>
        <span className="setting__value selectable truncate">{appInfo?.dataFolder}</span>
      </SettingRow>
      <Dialog
        title={t('settings.notices')}
        size="l"
        isOpen={text !== null}
        onClose={() => setText(null)}
        footer={
          <Button autoFocus onPress={() => setText(null)}>
            {t('common.close')}
          </Button>
        }
      >
        <pre className="settings__notices selectable">{text}</pre>
      </Dialog>
    </SettingsSection>
  );
}
