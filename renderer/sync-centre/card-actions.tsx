import { ChevronDown } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';

export interface CardAction {
  id: string;
  label: string;
  isDanger?: boolean;
  act: () => void;
}

/** The main action of a card, with the others in a menu. */
export function CardActions({ actions: [first, ...others] }: { actions: readonly CardAction[] }) {
  const { t } = useI18n();
  if (first === undefined) return null;
  return (
    <>
      <Button look="primary" onPress={first.act}>
        {first.label}
      </Button>
      {others.length > 0 && (
        <MenuTrigger>
          <Button icon={<ChevronDown size={14} aria-hidden />}>{t('common.more')}</Button>
          <Popover className="popover" placement="bottom start" offset={4}>
            <Menu className="listbox" aria-label={t('common.more')}>
              {others.map(({ id, label, isDanger, act }) => (
                <MenuItem
                  key={id}
                  className={`listbox__item ${isDanger ? 'listbox__item--danger' : ''}`}
                  onAction={act}
                >
                  {label}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </>
  );
}
