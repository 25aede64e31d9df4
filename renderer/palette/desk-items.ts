import {
  Bookmark,
  CircleCheckBig,
  CircleQuestionMark,
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
  Zap,
} from 'lucide-react';
import { ferrySchema } from '#app/schema/index.ts';
import { SYNC_TABS } from '../navigation/route.ts';
import { goTo } from '../navigation/use-route.ts';
import { iconOf } from '../record/icons.ts';
import type { RendererStateStore } from '../store/state-store.ts';
import type { PaletteItem } from './palette.ts';
import { makeItem, type PaletteContext } from './palette-context.ts';

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

/** Actions available everywhere. */
export function actionItems({ i18n, store: rendererStore, bus, keys, isReadOnly }: PaletteContext): PaletteItem[] {
  const { t, word } = i18n;
  const { client, editing, notices, store } = rendererStore;
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
  async function install() {
    // The settings show what is new and its progress.
    goTo({ view: 'settings' });
    const answer = await client.installUpdate();
    if (answer.ok) store.setState({ update: answer.value });
    else notices.fail(answer.error);
  }
  return [
    ...(isReadOnly ? [] : ferrySchema.inNavigation).map(({ table, singular }) =>
      makeItem(`new-${table}`, 'actions', t('list.new', { what: word(singular) }), Plus, () =>
        goTo({ view: 'list', table, recordId: editing.begin(table) }),
      ),
    ),
    ...(isReadOnly || ferrySchema.quickAdd === undefined
      ? []
      : [
          makeItem('quick-add', 'actions', t('shell.quickAdd'), Zap, () => bus.run('quickAdd'), {
            keys: keys('mod+shift+N'),
          }),
        ]),
    ...(bus.isHandled('deleteRecord')
      ? [makeItem('delete', 'actions', t('palette.deleteRecord'), Trash2, () => bus.run('deleteRecord'))]
      : []),
    ...(isAlone(store)
      ? []
      : [
          makeItem('sync', 'actions', t('shell.syncNow'), CloudUpload, () => bus.run('sync'), {
            keys: keys('mod+shift+S'),
          }),
          makeItem('ready', 'actions', t('sync.ready.title'), TrainFront, () => goTo({ view: 'sync', tab: 'waiting' })),
        ]),
    makeItem('undo', 'actions', t('common.undo'), Undo2, () => bus.run('undo'), { keys: keys('mod+Z') }),
    makeItem('redo', 'actions', t('common.redo'), Redo2, () => bus.run('redo'), { keys: keys('mod+shift+Z') }),
    makeItem('backup', 'actions', t('backup.now'), DatabaseBackup, () => void backUp()),
    store.getState().update.kind === 'ready'
      ? makeItem('update', 'actions', t('update.install'), Download, () => void install())
      : makeItem('update', 'actions', t('update.check'), Download, () => void lookForUpdate()),
    makeItem('shortcuts', 'actions', t('settings.shortcuts'), Keyboard, () => bus.run('shortcuts'), { keys: '?' }),
    makeItem('help', 'actions', t('help.title'), CircleQuestionMark, () => bus.run('help'), { keys: 'F1' }),
    makeItem('import-help', 'actions', t('import.help'), CircleQuestionMark, () => bus.run('importHelp')),
    makeItem('sign-out', 'actions', t('settings.signOut'), LogOut, () => bus.run('signOut')),
  ];
}

/** Without a server nothing syncs. */
const isAlone = (store: RendererStateStore) => store.getState().session?.kind !== 'firm';

export function goToItems({ i18n, settings, store }: PaletteContext): PaletteItem[] {
  const { t, label } = i18n;
  const item = (id: string, message: string, icon: LucideIcon, run: () => void, isQuiet = false) =>
    makeItem(id, 'goTo', message, icon, run, { words: t('palette.goTo', { where: message }), isQuiet });
  const views = settings.views.flatMap((view) => {
    const { id, name, table } = view;
    const entity = ferrySchema.entity(table);
    if (entity === undefined) return [];
    const show = () => {
      store.preferences.showView(view);
      goTo({ view: 'list', table, recordId: null });
    };
    const message = t('palette.view', { name });
    return [makeItem(`view-${id}`, 'goTo', message, Bookmark, show, { detail: label(entity.label) })];
  });
  return [
    item('work', t('nav.work'), CircleCheckBig, () => goTo({ view: 'work' })),
    item('overview', t('nav.overview'), LayoutDashboard, () => goTo({ view: 'overview' })),
    ...ferrySchema.inNavigation.map(({ table, label: name }) =>
      item(`go-${table}`, label(name), iconOf(table), () => goTo({ view: 'list', table, recordId: null })),
    ),
    ...views,
    ...(isAlone(store.store) ? [] : SYNC_TABS).map((tab) => {
      const message = `${t('nav.syncCentre')}: ${t(`sync.tab.${tab}`)}`;
      return item(`sync-${tab}`, message, Waypoints, () => goTo({ view: 'sync', tab }), tab !== 'waiting');
    }),
    item('settings', t('nav.settings'), Settings2, () => goTo({ view: 'settings' })),
  ];
}

export function settingItems({ i18n, change }: PaletteContext): PaletteItem[] {
  const { t } = i18n;
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
