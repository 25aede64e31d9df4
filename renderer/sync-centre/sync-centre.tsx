import { Pause, Play } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { statusHint, statusText, statusTone } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { SYNC_TABS, type SyncTab } from '../navigation/route.ts';
import { goTo } from '../navigation/use-route.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { AttentionTab } from './attention-tab.tsx';
import { ConflictsTab } from './conflicts-tab.tsx';
import { DiagnosticsTab } from './diagnostics-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { ReadyCard } from './ready-card.tsx';
import { ReceiptsTab } from './receipts-tab.tsx';
import { usePauses } from './use-pause.ts';
import { WaitingTab } from './waiting-tab.tsx';

const panels: Record<SyncTab, () => React.ReactNode> = {
  waiting: WaitingTab,
  attention: AttentionTab,
  conflicts: ConflictsTab,
  history: HistoryTab,
  receipts: ReceiptsTab,
  diagnostics: DiagnosticsTab,
};

/** Everything about syncing this desk: status, decisions, history. */
export function SyncCentre({ tab }: { tab: SyncTab }) {
  const { t, text, formats } = useI18n();
  const status = useRendererState((state) => state.status);
  const counts = status?.regions.counts;
  const shownCounts: Partial<Record<SyncTab, number>> = {
    waiting: counts?.pending ?? 0,
    attention: counts?.parked ?? 0,
    conflicts: counts?.conflicts ?? 0,
  };
  return (
    <div className="page page--centred">
      <header className="page__header">
        <div className="page__titles">
          <h1 className="page__title">{t('sync.title')}</h1>
          {status !== null && (
            <p className={`page__subtitle tone--${statusTone(status.display)}`}>
              <strong>{statusText(status.display, text, formats)}.</strong> {statusHint(status.display, text)}
            </p>
          )}
        </div>
        <PauseMenu />
      </header>
      {status !== null && <ReadyCard status={status} />}
      <Tabs
        className="tabs tabs--page"
        selectedKey={tab}
        onSelectionChange={(key) => goTo({ view: 'sync', tab: key as SyncTab }, true)}
      >
        <TabList className="tabs__list" aria-label={t('sync.title')}>
          {SYNC_TABS.map((name) => (
            <Tab key={name} id={name} className="tabs__tab">
              {t(`sync.tab.${name}`)}
              {(shownCounts[name] ?? 0) > 0 && (
                <span className="count tabular" data-urgent={name !== 'waiting' || undefined}>
                  {formats.number(shownCounts[name] ?? 0)}
                </span>
              )}
            </Tab>
          ))}
        </TabList>
        {SYNC_TABS.map((name) => {
          const Panel = panels[name];
          return (
            <TabPanel key={name} id={name} className="page__body scroller">
              <div className="page__column">
                <Panel />
              </div>
            </TabPanel>
          );
        })}
      </Tabs>
    </div>
  );
}

function PauseMenu() {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const isPaused = useRendererState((state) => state.status?.regions.run.kind === 'paused');
  const pauses = usePauses();

  async function resume() {
    const answer = await client.resumeSync();
    if (!answer.ok) notices.fail(answer.error);
  }
  if (isPaused) {
    return (
      <Button look="primary" icon={<Play size={14} aria-hidden />} onPress={() => void resume()}>
        {t('sync.resume')}
      </Button>
    );
  }
  return (
    <MenuTrigger>
      <Button icon={<Pause size={14} aria-hidden />}>{t('sync.pause')}</Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="listbox">
          {pauses.map(({ id, label, run }) => (
            <MenuItem key={id} className="listbox__item" onAction={run}>
              {label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
