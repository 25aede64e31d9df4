import { useCallback, useEffect, useState } from 'react';
import type { Backup } from '#app/contract/settings.ts';
import { Button } from '../components/button.tsx';
import { Confirm } from '../components/dialog.tsx';
import { Toggle } from '../components/toggle.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { SetAsideRows } from './set-aside-rows.tsx';
import { SettingRow, SettingsSection, useChangeSettings } from './settings-parts.tsx';

const MOST_SHOWN = 5;

/** Backups on this computer: made daily or now, and restored. */
export function BackupsSection() {
  const { client, notices } = useRendererStore();
  const { t, formats } = useI18n();
  const isAutomatic = useRendererState((state) => state.settings.automaticBackups);
  const isAlone = useAlone();
  const pending = useRendererState((state) => state.status?.regions.counts.pending ?? 0);
  const change = useChangeSettings();
  const [backups, setBackups] = useState<Backup[]>([]);
  const [chosen, setChosen] = useState<Backup | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isAllShown, setAllShown] = useState(false);

  const load = useCallback(async () => {
    const answer = await client.listBackups();
    if (answer.ok) setBackups(answer.value);
    else notices.fail(answer.error);
  }, [client, notices]);
  useEffect(() => void load(), [load]);

  async function create() {
    setBusy(true);
    const answer = await client.createBackup();
    setBusy(false);
    if (!answer.ok) return notices.fail(answer.error);
    notices.say('backup.made');
    await load();
  }
  async function restore({ name }: Backup) {
    const answer = await client.restoreBackup(name);
    if (!answer.ok) notices.fail(answer.error);
  }
  return (
    <SettingsSection title={t('backup.title')}>
      <Toggle isOn={isAutomatic} onChange={(automaticBackups) => change({ automaticBackups })}>
        {t('backup.automatic')}
      </Toggle>
      <SettingRow label={t('backup.now')} hint={t(isAlone ? 'alone.backupHint' : 'backup.hint')}>
        <Button isBusy={isBusy} onPress={() => void create()}>
          {t('backup.make')}
        </Button>
      </SettingRow>
      {backups.slice(0, isAllShown ? backups.length : MOST_SHOWN).map((backup) => (
        <SettingRow
          key={backup.name}
          label={formats.dayAndTime(backup.at)}
          hint={`${formats.bytes(backup.bytes)} · ${t(`backup.kind.${backup.kind}`, { version: backup.version ?? '' })}`}
        >
          <Button onPress={() => setChosen(backup)}>{t('backup.restore')}</Button>
        </SettingRow>
      ))}
      {backups.length > MOST_SHOWN && !isAllShown && (
        <div className="setting">
          <Button look="quiet" onPress={() => setAllShown(true)}>
            {t('backup.showAll', { count: backups.length })}
          </Button>
        </div>
      )}
      <SetAsideRows />
      <Confirm
        title={t('backup.restoreTitle', { when: chosen === null ? '' : formats.dayAndTime(chosen.at) })}
        message={`${t('backup.restoreText')} ${pending > 0 ? t('backup.restorePending', { count: pending }) : ''}`}
        confirm={t('backup.restoreConfirm')}
        cancel={t('common.cancel')}
        isOpen={chosen !== null}
        onClose={() => setChosen(null)}
        onConfirm={() => chosen !== null && void restore(chosen)}
      />
    </SettingsSection>
  );
}
