import { useRef } from 'react';
import { Menu, MenuItem, Popover, Separator } from 'react-aria-components';
import type { AnyEntity } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { type QuickAction, quickActionsOf, quickKeys, quickLabels } from '../record/quick-actions.ts';

/** Position and subject of a menu. */
export interface MenuPlace {
  xPx: number;
  yPx: number;
  /** The row it was opened on. */
  rowId: string;
  ids: readonly string[];
}

interface RowMenuProps {
  entity: AnyEntity;
  place: MenuPlace;
  isReadOnly: boolean;
  onQuick: (action: QuickAction) => void;
  onOpen: (id: string) => void;
  onEdit: () => void;
  onAdd: () => void;
  onDelete: () => void;
  onClose: () => void;
}

/** Actions for a row, or for all selected ones; each item shows its key. */
export function RowMenu({
  entity,
  place,
  isReadOnly,
  onQuick,
  onOpen,
  onEdit,
  onAdd,
  onDelete,
  onClose,
}: RowMenuProps) {
  const { t } = useI18n();
  const keys = useKeyNames();
  const anchor = useRef<HTMLSpanElement>(null);
  const [first] = place.ids;
  const line = (id: string, words: string, key: string, run: () => void) => (
    <MenuItem key={id} id={id} textValue={words} className="listbox__item" onAction={run}>
      <span className="truncate">{words}</span>
      {key !== '' && <kbd className="palette__keys">{keys(key)}</kbd>}
    </MenuItem>
  );
  return (
    <>
      <span ref={anchor} className="row-menu__anchor" style={{ left: place.xPx, top: place.yPx }} aria-hidden />
      <Popover
        className="popover"
        triggerRef={anchor}
        placement="bottom start"
        offset={0}
        isOpen
        aria-label={t('quick.menu')}
        onOpenChange={(isOpen) => {
          if (!isOpen) onClose();
        }}
      >
        <Menu className="listbox" aria-label={t('quick.menu')} autoFocus="first" onClose={onClose}>
          {first !== undefined && place.ids.length === 1
            ? line('open', t('keys.open'), 'enter', () => onOpen(first))
            : null}
          {isReadOnly
            ? null
            : quickActionsOf(entity).map((action) =>
                line(action, t(quickLabels[action]), quickKeys[action], () => onQuick(action)),
              )}
          {isReadOnly ? null : <Separator className="listbox__line" />}
          {isReadOnly ? null : line('edit', t('quick.edit'), 'E', onEdit)}
          {isReadOnly || place.ids.length > 1 ? null : line('add', t('quick.add'), 'N', onAdd)}
          {isReadOnly ? null : line('delete', t('record.delete'), '', onDelete)}
        </Menu>
      </Popover>
    </>
  );
}
