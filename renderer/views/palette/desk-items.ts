import {
  Bookmark,
  CloudUpload,
  DatabaseBackup,
  Download,
  Keyboard,
  Languages,
  LayoutDashboard,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Plus,
  Redo2,
  Rows3,
  Settings2,
  Sun,
  TrainFront,
  Trash2,
  Undo2,
  Waypoints,
} from 'lucide-react';
import { ferrySchema } from '#app/schema/index.ts';
import { goTo } from '../../hooks/use-route.ts';
import { iconOf } from '../../model/icons.ts';
import type { PaletteItem } from '../../model/palette.ts';
import { SYNC_TABS } from '../../model/route.ts';
import { makeItem, type PaletteContext } from './palette-context.ts';

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

/** What can be done from anywhere. */
export function actionItems({ spoken, desk, bus, keys, isReadOnly }: PaletteContext): PaletteItem[] {
  const { t, word } = spoken;
  const { client, editing, notices, store } = desk;
  async function backUp() {
    const answer = await client.createBackup();
    if (answer.ok) notices.say('backup.made');
    else notices.fail(answer.error);
  }
  async function lookForUpdate() {
    const answer = await client.checkForUpdate();
    if (answer.ok) store.setState({ update: answer.value });
    else notices.fail(answer.error);
    goTo({ view: 'settings' });
  }
  return [
    ...(isReadOnly ? [] : ferrySchema.entities).map(({ table, singular }) =>
      makeItem(`new-${table}`, 'actions', t('list.new', { what: word(singular) }), Plus, () =>
        goTo({ view: 'list', table, recordId: editing.begin(table) }),
      ),
    ),
    ...(bus.isHeard('deleteRecord')
      ? [makeItem('delete', 'actions', t('palette.deleteRecord'), Trash2, () => bus.run('deleteRecord'))]
      : []),
    makeItem('sync', 'actions', t('shell.syncNow'), CloudUpload, () => bus.run('sync'), { keys: keys('mod+shift+S') }),
    makeItem('ready', 'actions', t('sync.ready.title'), TrainFront, () => goTo({ view: 'sync', tab: 'waiting' })),
    makeItem('undo', 'actions', t('common.undo'), Undo2, () => bus.run('undo'), { keys: keys('mod+Z') }),
    makeItem('redo', 'actions', t('common.redo'), Redo2, () => bus.run('redo'), { keys: keys('mod+shift+Z') }),
    makeItem('backup', 'actions', t('backup.now'), DatabaseBackup, () => void backUp()),
    makeItem('update', 'actions', t('settings.update.check'), Download, () => void lookForUpdate()),
    makeItem('shortcuts', 'actions', t('settings.shortcuts'), Keyboard, () => bus.run('shortcuts'), { keys: '?' }),
    makeItem('sign-out', 'actions', t('settings.signOut'), LogOut, () => bus.run('signOut')),
  ];
}

export function goToItems({ spoken, settings, desk }: PaletteContext): PaletteItem[] {
  const { t, label } = spoken;
  const item = (id: string, said: string, icon: LucideIcon, run: () => void, isQuiet = false) =>
    makeItem(id, 'goTo', said, icon, run, { words: t('palette.goTo', { where: said }), isQuiet });
  const views = settings.views.flatMap((view) => {
    const { id, name, table } = view;
    const entity = ferrySchema.entity(table);
    if (entity === undefined) return [];
    const show = () => {
      desk.preferences.showView(view);
      goTo({ view: 'list', table, recordId: null });
    };
    const said = t('palette.view', { name });
    return [makeItem(`view-${id}`, 'goTo', said, Bookmark, show, { detail: label(entity.label) })];
  });
  return [
    item('overview', t('nav.overview'), LayoutDashboard, () => goTo({ view: 'overview' })),
    ...ferrySchema.entities.map(({ table, label: name }) =>
      item(`go-${table}`, label(name), iconOf(table), () => goTo({ view: 'list', table, recordId: null })),
    ),
    ...views,
    ...SYNC_TABS.map((tab) => {
      const said = `${t('nav.syncCentre')}: ${t(`sync.tab.${tab}`)}`;
      return item(`sync-${tab}`, said, Waypoints, () => goTo({ view: 'sync', tab }), tab !== 'waiting');
    }),
    item('settings', t('nav.settings'), Settings2, () => goTo({ view: 'settings' })),
  ];
}

export function settingItems({ spoken, change }: PaletteContext): PaletteItem[] {
  const { t } = spoken;
  return [
    ...(['system', 'light', 'dark'] as const).map((appearance) =>
      makeItem(
        `theme-${appearance}`,
        'settings',
        t('palette.theme', { theme: t(`settings.theme.${appearance}`) }),
        themeIcons[appearance],
        () => change({ appearance }),
      ),
    ),
    ...(['comfortable', 'compact'] as const).map((density) =>
      makeItem(
        `density-${density}`,
        'settings',
        t('palette.density', { density: t(`list.density.${density}`) }),
        Rows3,
        () => change({ density }),
      ),
    ),
    ...(['system', 'en', 'de'] as const).map((language) =>
      makeItem(
        `language-${language}`,
        'settings',
        t('palette.language', { language: t(`settings.language.${language}`) }),
        Languages,
        () => change({ language }),
        { isQuiet: true },
      ),
    ),
  ];
}
