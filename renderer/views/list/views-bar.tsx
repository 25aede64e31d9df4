import { BookmarkPlus, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { v7 as uuidv7 } from 'uuid';
import type { SavedView } from '#app/contract/settings.ts';
import { type AnyEntity, sameJson } from '#app/schema/index.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextInput } from '../../components/text-input.tsx';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import type { ListView } from '../../hooks/use-list-view.ts';

interface ViewsBarProps {
  entity: AnyEntity;
  view: ListView;
  search: string;
  onSearch: (search: string) => void;
}

/** Lists a person has given a name, one press away. Shown only where there is one, or something to make one of. */
export function ViewsBar({ entity, view, search, onSearch }: ViewsBarProps) {
  const { t } = useSpeech();
  const { client, changes, notices, preferences, store } = useDesk();
  const all = useDeskState((state) => state.settings.views);
  const saveViews = useSaveViews();
  const [isNaming, setNaming] = useState(false);
  const views = all.filter(({ table }) => table === entity.table);
  const now = { filters: view.preferences.filters, search: search.trim(), sort: view.sort };
  const isShown = ({ query }: SavedView) => sameJson(query, now);
  const isNew = view.isFiltered && !views.some(isShown);

  async function remove(saved: SavedView) {
    const answer = await client.updateSettings({ views: all.filter(({ id }) => id !== saved.id) });
    if (!answer.ok) return notices.fail(answer.error);
    const putBack = () => client.updateSettings({ views: [...store.getState().settings.views, saved] });
    changes.offerUndo({ key: 'list.viewRemoved', values: { name: saved.name } }, putBack);
  }
  function show(query: SavedView['query']) {
    preferences.changeList(entity.table, { filters: query.filters, sort: query.sort });
    onSearch(query.search);
  }
  return (
    <>
      {views.length > 0 && (
        <AriaButton
          className="view-tab"
          data-current={!view.isFiltered || undefined}
          onPress={() => show({ filters: [], search: '', sort: view.sort })}
        >
          {t('list.allView')}
        </AriaButton>
      )}
      {views.map((saved) => (
        <span key={saved.id} className="view-tab" data-current={isShown(saved) || undefined}>
          <AriaButton className="view-tab__name truncate" onPress={() => show(saved.query)}>
            {saved.name}
          </AriaButton>
          <AriaButton
            className="tag__remove"
            aria-label={t('list.removeView', { name: saved.name })}
            onPress={() => void remove(saved)}
          >
            <X size={12} aria-hidden />
          </AriaButton>
        </span>
      ))}
      {isNew && (
        <Button look="quiet" icon={<BookmarkPlus size={14} aria-hidden />} onPress={() => setNaming(true)}>
          {t('list.saveView')}
        </Button>
      )}
      {isNaming && (
        <NameView
          onClose={() => setNaming(false)}
          onNamed={(name) => saveViews([...all, { id: uuidv7(), name, table: entity.table, query: now }], name)}
        />
      )}
    </>
  );
}

function useSaveViews(): (views: SavedView[], savedName: string) => void {
  const { client, notices } = useDesk();
  return (views, savedName) =>
    void client.updateSettings({ views }).then((answer) => {
      if (!answer.ok) notices.fail(answer.error);
      else notices.say('list.viewSaved', { name: savedName });
    });
}

function NameView({ onClose, onNamed }: { onClose: () => void; onNamed: (name: string) => void }) {
  const { t } = useSpeech();
  const [name, setName] = useState('');
  return (
    <Dialog
      title={t('list.saveView')}
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
