import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { Picker } from '../components/picker.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Toggle } from '../components/toggle.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { AccountButton, PeopleSection } from '../people/lazy-people.tsx';
import { SignOutDialog } from '../sign-in/sign-out-dialog.tsx';
import { useRendererState } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { AboutSection } from './about-section.tsx';
import { BackupsSection } from './backups-section.tsx';
import { QuickShortcutRow } from './quick-shortcut-row.tsx';
import { BackgroundToggles, SettingRow, SettingsSection, useChangeSettings } from './settings-parts.tsx';
import { UpdatesSection } from './updates-section.tsx';

const MINUTE_MS = 60_000;
const INTERVALS_MIN = [1, 5, 15, 30, 60, 240];

export function SettingsView() {
  const { t } = useI18n();
  const isAlone = useAlone();
  const isOwner = useRendererState(({ session }) => session?.kind === 'firm' && session.role === 'owner');
  return (
    <div className="page page--centred">
      <header className="page__header">
        <h1 className="page__title">{t('settings.title')}</h1>
      </header>
      <div className="page__body scroller">
        <div className="page__column page__column--narrow">
          <AccountSection />
          {isOwner && <PeopleSection />}
          <AppearanceSection />
          {!isAlone && <SyncSection />}
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
  const { t } = useI18n();
  const session = useRendererState((state) => state.session);
  const [isLeaving, setLeaving] = useState(false);
  if (!session) return null;
  const { person, firm, server, role, isRemembered } = session;
  const isAlone = session.kind !== 'firm';
  return (
    <SettingsSection title={t('settings.section.account')}>
      <div className="setting">
        <Avatar id={person.id} name={person.name} />
        <div className="setting__words">
          <p className="setting__label">{person.name}</p>
          <p className="setting__hint selectable">
            {isAlone ? firm.name : `${person.email} · ${t(`settings.role.${role}`)} · ${firm.name}`}
          </p>
        </div>
        {!isAlone && <AccountButton />}
        <Button icon={<LogOut size={14} aria-hidden />} onPress={() => setLeaving(true)}>
          {t(isAlone ? 'settings.remove' : 'settings.signOut')}
        </Button>
      </div>
      <SettingRow label={t('settings.server')} {...(isAlone ? {} : { hint: t('settings.serverHint') })}>
        <span className="setting__value selectable truncate">{isAlone ? t('settings.alone') : server}</span>
      </SettingRow>
      {!isRemembered && <p className="setting__hint">{t('settings.notRemembered')}</p>}
      <SignOutDialog isOpen={isLeaving} onClose={() => setLeaving(false)} />
    </SettingsSection>
  );
}

function AppearanceSection() {
  const { t } = useI18n();
  const settings = useRendererState((state) => state.settings);
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
  const { t } = useI18n();
  const { syncIntervalMs } = useRendererState((state) => state.settings);
  const change = useChangeSettings();
  const minutes = Math.round(syncIntervalMs / MINUTE_MS);
  const offered = INTERVALS_MIN.includes(minutes) ? INTERVALS_MIN : [...INTERVALS_MIN, minutes].sort((a, b) => a - b);
  const labelOf = (count: number) =>
    count >= 60 && count % 60 === 0 ? t('settings.hours', { count: count / 60 }) : t('settings.minutes', { count });
  return (
    <SettingsSection title={t('settings.section.sync')}>
      <SettingRow label={t('settings.interval')} labelId="setting-interval" hint={t('settings.intervalHint')}>
        <Picker
          labelId="setting-interval"
          value={String(minutes)}
          choices={offered.map((count) => ({ id: String(count), label: labelOf(count) }))}
          onChange={(id) => change({ syncIntervalMs: Number(id) * MINUTE_MS })}
        />
      </SettingRow>
    </SettingsSection>
  );
}

function DeskSection() {
  const { t } = useI18n();
  const settings = useRendererState((state) => state.settings);
  const change = useChangeSettings();
  return (
    <SettingsSection title={t('settings.section.desk')}>
      <Toggle isOn={settings.notifications} onChange={(notifications) => change({ notifications })}>
        {t('settings.notifications')}
      </Toggle>
      <BackgroundToggles />
      <QuickShortcutRow />
    </SettingsSection>
  );
}
