import { updateText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { ReleaseNotes } from '../updates/release-notes.tsx';
import { useUpdateActions } from '../updates/use-update-actions.ts';
import { SettingRow, SettingsSection, useChangeSettings } from './settings-parts.tsx';

/** Settings › Updates: the channel, the update status, and release notes before the installation. */
export function UpdatesSection() {
  const { t, text, formats } = useI18n();
  const { updateChannel } = useRendererState((state) => state.settings);
  const update = useRendererState((state) => state.update);
  const change = useChangeSettings();
  const { check, install } = useUpdateActions();
  return (
    <SettingsSection title={t('settings.section.updates')}>
      <SettingRow label={t('settings.channel')} labelId="setting-channel">
        <Segmented
          labelId="setting-channel"
          value={updateChannel}
          options={(['latest', 'beta'] as const).map((id) => ({ id, label: t(`settings.channel.${id}`) }))}
          onChange={(next) => change({ updateChannel: next })}
        />
      </SettingRow>
      <SettingRow label={updateText(update, text, formats)}>
        {update.kind === 'ready' || update.kind === 'installing' ? (
          <Button look="primary" isBusy={update.kind === 'installing'} onPress={() => void install()}>
            {t('update.install')}
          </Button>
        ) : (
          <Button
            isDisabled={update.kind === 'unavailable' || update.kind === 'downloading'}
            isBusy={update.kind === 'checking'}
            onPress={() => void check()}
          >
            {t('update.check')}
          </Button>
        )}
      </SettingRow>
      {'notes' in update && <ReleaseNotes version={update.version} notes={update.notes} />}
    </SettingsSection>
  );
}
