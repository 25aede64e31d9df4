import {
  CloudUpload,
  CornerDownLeft,
  Download,
  Keyboard,
  LayoutDashboard,
  type LucideIcon,
  Monitor,
  Moon,
  PauseCircle,
  PlayCircle,
  Plus,
  Redo2,
  Rows3,
  Settings2,
  Sun,
  Undo2,
  Upload,
  Waypoints,
} from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Autocomplete, Dialog, Input, Menu, MenuItem, Modal, ModalOverlay, SearchField } from 'react-aria-components';
import type { SearchHit } from '#app/contract/records.ts';
import type { SettingsPatch } from '#app/contract/settings.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { HidePage } from '../components/dialog.tsx';
import { useCommandBus } from '../hooks/command-bus.ts';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useKeyNames } from '../hooks/use-key-names.ts';
import { goTo, useRoute } from '../hooks/use-route.ts';
import { iconOf } from '../model/icons.ts';

const MOST_HITS = 12;

const themeIcons = { system: Monitor, light: Sun, dark: Moon };

interface PaletteItem {
  id: string;
  label: string;
  detail: string;
  icon: LucideIcon;
  keys: string;
  run: () => void;
}

/** Every action and every record, a few letters away. */
export function CommandPalette() {
  const { t } = useSpeech();
  const bus = useCommandBus();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => bus.on('palette', () => setOpen((before) => !before)), [bus]);
  return (
    <ModalOverlay className="scrim" isOpen={isOpen} onOpenChange={setOpen} isDismissable>
      <Modal className="dialog dialog--m palette">
        <HidePage />
        <Dialog aria-label={t('palette.title')} className="palette__box">
          <PaletteBody onDone={() => setOpen(false)} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const { t } = useSpeech();
  const [typed, setTyped] = useState('');
  const commands = useCommandItems();
  const hits = useSearchItems(typed);
  const words = typed.trim().toLocaleLowerCase();
  const found = commands.filter(({ label }) => label.toLocaleLowerCase().includes(words));
  const items = words === '' ? found : [...found, ...hits];
  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <SearchField aria-label={t('palette.title')} className="palette__search" autoFocus>
        <Input role="combobox" aria-expanded className="palette__input" placeholder={t('palette.placeholder')} />
      </SearchField>
      <Menu
        className="palette__list scroller"
        aria-label={t('palette.title')}
        items={items}
        dependencies={[items]}
        renderEmptyState={() => <p className="listbox__empty">{t('palette.nothing')}</p>}
        onAction={(key) => {
          onDone();
          items.find(({ id }) => id === key)?.run();
        }}
      >
        {(item) => (
          <MenuItem id={item.id} textValue={item.label} className="listbox__item palette__item">
            <item.icon size={16} strokeWidth={1.75} aria-hidden className="card__icon" />
            <span className="truncate palette__label">{item.label}</span>
            {item.detail !== '' && <span className="listbox__detail truncate">{item.detail}</span>}
            {item.keys !== '' && <kbd className="palette__keys">{item.keys}</kbd>}
            <CornerDownLeft size={13} aria-hidden className="palette__enter" />
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}

function useCommandItems(): PaletteItem[] {
  const { t, label, word } = useSpeech();
  const { client, editing } = useDesk();
  const bus = useCommandBus();
  const keys = useKeyNames();
  const route = useRoute();
  const isPaused = useDeskState((state) => state.status?.regions.run.kind === 'paused');
  return useMemo(() => {
    const item = (id: string, said: string, icon: LucideIcon, run: () => void, shortcut = ''): PaletteItem => ({
      id,
      label: said,
      detail: '',
      icon,
      keys: shortcut === '' ? '' : keys(shortcut),
      run,
    });
    const set = (patch: SettingsPatch) => () => void client.updateSettings(patch);
    const list = route.view === 'list' ? ferrySchema.entity(route.table) : undefined;
    return [
      ...ferrySchema.entities.map((entity) =>
        item(`new-${entity.table}`, t('list.new', { what: word(entity.singular) }), Plus, () =>
          goTo({ view: 'list', table: entity.table, recordId: editing.begin(entity.table) }),
        ),
      ),
      item('overview', t('palette.goTo', { where: t('nav.overview') }), LayoutDashboard, () =>
        goTo({ view: 'overview' }),
      ),
      ...ferrySchema.entities.map((entity) =>
        item(`go-${entity.table}`, t('palette.goTo', { where: label(entity.label) }), iconOf(entity.table), () =>
          goTo({ view: 'list', table: entity.table, recordId: null }),
        ),
      ),
      item('sync', t('shell.syncNow'), CloudUpload, () => bus.run('sync'), 'mod+shift+S'),
      item('centre', t('palette.goTo', { where: t('nav.syncCentre') }), Waypoints, () =>
        goTo({ view: 'sync', tab: 'waiting' }),
      ),
      item('settings', t('palette.goTo', { where: t('nav.settings') }), Settings2, () => goTo({ view: 'settings' })),
      item('undo', t('common.undo'), Undo2, () => bus.run('undo'), 'mod+Z'),
      item('redo', t('common.redo'), Redo2, () => bus.run('redo'), 'mod+shift+Z'),
      ...(list === undefined
        ? []
        : [
            item('export', `${label(list.label)}: ${t('list.export')}`, Download, () => bus.run('export')),
            item('import', `${label(list.label)}: ${t('list.import')}`, Upload, () => bus.run('import')),
          ]),
      isPaused
        ? item('resume', t('palette.resumeSync'), PlayCircle, () => void client.resumeSync())
        : item('pause', t('palette.pauseSync'), PauseCircle, () => void client.pauseSync(null)),
      ...(['system', 'light', 'dark'] as const).map((appearance) =>
        item(
          appearance,
          t('palette.theme', { theme: t(`settings.theme.${appearance}`) }),
          themeIcons[appearance],
          set({ appearance }),
        ),
      ),
      ...(['comfortable', 'compact'] as const).map((density) =>
        item(density, t('palette.density', { density: t(`list.density.${density}`) }), Rows3, set({ density })),
      ),
      item('shortcuts', t('settings.shortcuts'), Keyboard, () => bus.run('shortcuts'), '?'),
    ];
  }, [t, label, word, client, editing, bus, keys, route, isPaused]);
}

/** Records that match, best first; an answer that comes late is dropped. */
function useSearchItems(typed: string): PaletteItem[] {
  const { client } = useDesk();
  const { label } = useSpeech();
  const [hits, setHits] = useState<SearchHit[]>([]);
  useEffect(() => {
    if (typed.trim() === '') return setHits([]);
    let isCurrent = true;
    void client.searchRecords(typed, MOST_HITS).then((answer) => {
      if (answer.ok && isCurrent) setHits(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, typed]);
  return hits.map((hit) => {
    const entity = ferrySchema.entity(hit.table);
    const kind = entity === undefined ? '' : label(entity.label);
    return {
      id: `${hit.table}/${hit.id}`,
      label: hit.title,
      detail: [kind, hit.detail].filter((part) => part !== '').join(' · '),
      icon: iconOf(hit.table),
      keys: '',
      run: () => goTo({ view: 'list', table: hit.table, recordId: hit.id }),
    };
  });
}
