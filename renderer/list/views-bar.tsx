import { BookmarkPlus, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { v7 as uuidv7 } from 'uuid';
import type { SavedView } from '#app/contract/settings.ts';
import { type AnyEntity, sameJson } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommand } from '../navigation/command-bus.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { type ListPreferences, plainList } from '../store/stored-list.ts';
import { useChangePreference } from '../store/use-change-preference.ts';

/** What a view stores of the list's current state. */
export type ViewState = Omit<SavedView, 'id' | 'name'>;

interface ViewsBarProps {
  entity: AnyEntity;
  preferences: ListPreferences;
  /** Id of the view on screen. */
  shownView: string | null;
  viewNow: () => ViewState;
}

/** Saved views of a list. Shown only if there is one, or something to save. */
export function ViewsBar({ entity, preferences: chosen, shownView, viewNow }: ViewsBarProps) {
  const { t } = useI18n();
  const { client, changes, notices, preferences } = useRendererStore();
  const { table } = entity;
  const all = useRendererState((state) => state.settings.views);
  const changePreference = useChangePreference();
  const [named, setNamed] = useState<SavedView | null>(null);
  const views = all.filter((saved) => saved.table === table);
  const { filters, groupBy, columns } = chosen;
  // A search alone does not show the bar: the list must not move while typing.
  const isPlain =
    groupBy === null && columns === null && [[], plainList(entity).filters].some((all) => sameJson(all, filters));
  const isNew = shownView === null && !isPlain;
  const saveNow = () => setNamed({ id: uuidv7(), name: '', ...viewNow() });
  useCommand('saveView', saveNow);
  const write = ({ id, ...value }: SavedView) => changePreference({ kind: 'view', id, value });
  async function save(saved: SavedView) {
    if (await write(saved)) notices.say('list.viewSaved', { name: saved.name });
  }
  const showAll = () =>
    preferences.showView({
      table,
      query: { filters: [], search: '', sort: chosen.sort },
      groupBy: null,
      columns: null,
    });

  async function remove(saved: SavedView) {
    const { id, ...value } = saved;
    if (!(await changePreference({ kind: 'view', id, value: null }))) return;
    const putBack = () => client.setPreference({ kind: 'view', id, value });
    changes.offerUndo({ key: 'list.viewRemoved', values: { name: saved.name } }, putBack);
  }
  return (
    <>
      {views.length > 0 && (
        <AriaButton className="view-tab" data-current={(!isNew && shownView === null) || undefined} onPress={showAll}>
          {t('list.allView')}
        </AriaButton>
      )}
      {views.map((saved) => (
        <span key={saved.id} className="view-tab" data-current={saved.id === shownView || undefined}>
          <AriaButton className="view-tab__name truncate" onPress={() => preferences.showView(saved)}>
            {saved.name}
          </AriaButton>
          <MenuTrigger>
            <AriaButton className="tag__remove" aria-label={t('list.viewMenu', { name: saved.name })}>
              <ChevronDown size={12} aria-hidden />
            </AriaButton>
            <Popover className="popover" placement="bottom start" offset={4}>
              <Menu className="listbox" aria-label={t('list.viewMenu', { name: saved.name })}>
                <MenuItem className="listbox__item" onAction={() => setNamed(saved)}>
                  {t('list.renameView')}
                </MenuItem>
                <MenuItem
                  className="listbox__item"
                  isDisabled={saved.id === shownView}
                  onAction={() => void save({ ...saved, ...viewNow() })}
                >
                  {t('list.updateView')}
                </MenuItem>
                <MenuItem className="listbox__item" onAction={() => void remove(saved)}>
                  {t('list.removeView')}
                </MenuItem>
              </Menu>
            </Popover>
          </MenuTrigger>
        </span>
      ))}
      {isNew && (
        <Button look="quiet" icon={<BookmarkPlus size={14} aria-hidden />} onPress={saveNow}>
          {t('list.saveView')}
        </Button>
      )}
      {named !== null && (
        <NameView
          title={t(named.name === '' ? 'list.saveView' : 'list.renameView')}
          before={named.name}
          onClose={() => setNamed(null)}
          onNamed={(name) => {
            void save({ ...named, name });
          }}
        />
      )}
    </>
  );
}

interface NameViewProps {
  title: string;
  before: string;
  onClose: () => void;
  onNamed: (name: string) => void;
}

function NameView({ title, before, onClose, onNamed }: NameViewProps) {
  const { t } = useI18n();
  const [name, setName] = useState(before);
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="name-view" isDisabled={name.trim() === ''}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        id="name-view"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          onClose();
          onNamed(name.trim());
        }}
      >
        <TextInput
          label={t('list.viewName')}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          autoFocus
        />
      </form>
    </Dialog>
  );
}
