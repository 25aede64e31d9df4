import { LogOut } from 'lucide-react';
import { useState } from 'react';
import type { Result } from '#app/contract/errors.ts';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { Picker } from '../components/picker.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Toggle } from '../components/toggle.tsx';
import { useCommandBus } from '../hooks/command-bus.ts';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { BackupsSection } from './backups-section.tsx';
import { SettingRow, SettingsSection, useChangeSettings } from './settings-parts.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';

const MINUTE_MS = 60_000;
const INTERVALS_MIN = [1, 5, 15, 30, 60, 240];

export function SettingsView() {
  const { t } = useSpeech();
  return (
    <div className="page page--centred">
      <header className="page__header">
        <h1 className="page__title">{t('settings.title')}</h1>
      </header>
      <div className="page__body scroller">
        <div className="page__column page__column--narrow">
          <AccountSection />
          <AppearanceSection />
          <SyncSection />
          <DeskSection />
          <BackupsSection />
          <UpdatesSection />
          <AboutSection />
        </div>
      </div>
    </div>
  );
}

function AccountSection() {
  const { t } = useSpeech();
  const session = useDeskState((state) => state.session);
  const [isLeaving, setLeaving] = useState(false);
  if (!session) return null;
  const { person, firm, server, role, isRemembered } = session;
  return (
    <SettingsSection title={t('settings.section.account')}>
      <div className="setting">
        <Avatar id={person.id} name={person.name} />
        <div className="setting__words">
          <p className="setting__label">{person.name}</p>
          <p className="setting__hint selectable">
            {person.email} · {t(`settings.role.${role}`)} · {firm.name}
          </p>
        </div>
        <Button icon={<LogOut size={14} aria-hidden />} onPress={() => setLeaving(true)}>
          {t('settings.signOut')}
        </Button>
      </div>
      <SettingRow label={t('settings.server')} hint={t('settings.serverHint')}>
        <span className="setting__value selectable truncate">{server}</span>
      </SettingRow>
      {!isRemembered && <p className="setting__hint">{t('settings.notRemembered')}</p>}
      <SignOutDialog isOpen={isLeaving} onClose={() => setLeaving(false)} />
    </SettingsSection>
  );
}

function AppearanceSection() {
  const { t } = useSpeech();
  const settings = useDeskState((state) => state.settings);
  const change = useChangeSettings();
  return (
    <SettingsSection title={t('settings.section.appearance')}>
      <SettingRow label={t('settings.theme')} labelId="setting-theme">
        <Segmented
          labelId="setting-theme"
          value={settings.appearance}
          options={(['system', 'light', 'dark'] as const).map((id) => ({ id, label: t(`settings.theme.${id}`) }))}
          onChange={(appearance) => change({ appearance })}
        />
      </SettingRow>
      <SettingRow label={t('settings.density')} labelId="setting-density">
        <Segmented
          labelId="setting-density"
          value={settings.density}
          options={(['comfortable', 'compact'] as const).map((id) => ({ id, label: t(`list.density.${id}`) }))}
          onChange={(density) => change({ density })}
        />
      </SettingRow>
      <SettingRow label={t('settings.language')} labelId="setting-language">
        <Picker
          labelId="setting-language"
          value={settings.language}
          choices={(['system', 'en', 'de'] as const).map((id) => ({ id, label: t(`settings.language.${id}`) }))}
          onChange={(id) => change({ language: id as 'system' | 'en' | 'de' })}
        />
      </SettingRow>
    </SettingsSection>
  );
}

function SyncSection() {
  const { t } = useSpeech();
  const { syncIntervalMs } = useDeskState((state) => state.settings);
  const change = useChangeSettings();
  const minutes = Math.round(syncIntervalMs / MINUTE_MS);
  const offered = INTERVALS_MIN.includes(minutes) ? INTERVALS_MIN : [...INTERVALS_MIN, minutes].sort((a, b) => a - b);
  const said = (count: number) =>
    count >= 60 && count % 60 === 0 ? t('settings.hours', { count: count / 60 }) : t('settings.minutes', { count });
  return (
    <SettingsSection title={t('settings.section.sync')}>
      <SettingRow label={t('settings.interval')} labelId="setting-interval" hint={t('settings.intervalHint')}>
        <Picker
          labelId="setting-interval"
          value={String(minutes)}
          choices={offered.map((count) => ({ id: String(count), label: said(count) }))}
          onChange={(id) => change({ syncIntervalMs: Number(id) * MINUTE_MS })}
        />
      </SettingRow>
    </SettingsSection>
  );
}

function DeskSection() {
  const { t } = useSpeech();
  const settings = useDeskState((state) => state.settings);
  const change = useChangeSettings();
  return (
    <SettingsSection title={t('settings.section.desk')}>
      <Toggle isOn={settings.notifications} onChange={(notifications) => change({ notifications })}>
        {t('settings.notifications')}
      </Toggle>
      <Toggle isOn={settings.keepInTray} onChange={(keepInTray) => change({ keepInTray })}>
        {t('settings.keepInTray')}
      </Toggle>
      <Toggle isOn={settings.openAtLogin} onChange={(openAtLogin) => change({ openAtLogin })}>
        {t('settings.openAtLogin')}
      </Toggle>
    </SettingsSection>
  );
}

function UpdatesSection() {
  const { client, notices, store } = useDesk();
  const { t } = useSpeech();
  const { updateChannel } = useDeskState((state) => state.settings);
  const update = useDeskState((state) => state.update);
  const change = useChangeSettings();
  const said = () => {
    switch (update.kind) {
      case 'available':
      case 'ready':
        return t(`settings.update.${update.kind}`, { version: update.version });
      case 'downloading':
        return t('settings.update.downloading', { version: update.version, percent: Math.round(update.percent) });
      case 'error':
        return t('settings.update.error', { message: update.message });
      default:
        return t(`settings.update.${update.kind}`);
    }
  };
  const run = <T,>(asking: Promise<Result<T>>, done?: (value: T) => void) =>
    void asking.then((answer) => (answer.ok ? done?.(answer.value) : notices.fail(answer.error)));
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
      <SettingRow label={said()}>
        {update.kind === 'ready' ? (
          <Button look="primary" onPress={() => run(client.installUpdate())}>
            {t('settings.update.install')}
          </Button>
        ) : (
          <Button
            isDisabled={update.kind === 'disabled'}
            isBusy={update.kind === 'checking'}
            onPress={() => run(client.checkForUpdate(), (value) => store.setState({ update: value }))}
          >
            {t('settings.update.check')}
          </Button>
        )}
      </SettingRow>
    </SettingsSection>
  );
}

function AboutSection() {
  const { t } = useSpeech();
  const bus = useCommandBus();
  const appInfo = useDeskState((state) => state.appInfo);
  return (
    <SettingsSection title={t('settings.section.about')}>
      <SettingRow label={t('app.name')} hint={t('settings.version', { version: appInfo?.version ?? '' })}>
        <Button onPress={() => bus.run('shortcuts')}>{t('settings.shortcuts')}</Button>
      </SettingRow>
      <SettingRow label={t('sync.diag.dataFolder')}>
        <span className="setting__value selectable truncate">{appInfo?.dataFolder}</span>
      </SettingRow>
    </SettingsSection>
  );
}
