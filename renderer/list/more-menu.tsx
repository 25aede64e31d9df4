import { Download, Ellipsis, FileText, Printer, Sheet, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { ListQuery } from '#app/contract/lists.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useDroppedFiles } from '../import/use-dropped-files.ts';
import type { ImportFile } from '../import/use-import.ts';
import { OnCommand, useCommand, useCommandBus } from '../navigation/command-bus.ts';
import { useRendererState } from '../store/store-context.ts';
import { useExports } from './use-exports.ts';

// Rarely opened; loading it on demand opens the window sooner.
const ImportDialog = lazy(async () => ({ default: (await import('../import/import-dialog.tsx')).ImportDialog }));

interface MoreMenuProps {
  entity: AnyEntity;
  queriesNow: () => readonly ListQuery[];
}

/** Export and import. Exports exactly what is shown (filters, search, order), with every field. */
export function MoreMenu({ entity, queriesNow }: MoreMenuProps) {
  const { t } = useI18n();
  const bus = useCommandBus();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const { exportList, exportAll } = useExports(entity, queriesNow);
  const [importing, setImporting] = useState<readonly ImportFile[] | null>(null);
  useDroppedFiles(isReadOnly || importing !== null ? null : setImporting);

  useCommand('export', () => void exportList('csv'));
  return (
    <>
      <MenuTrigger>
        <AriaButton className="icon-button" aria-label={t('common.more')}>
          <Ellipsis size={16} aria-hidden />
        </AriaButton>
        <Popover className="popover" placement="bottom end" offset={4}>
          <Menu className="listbox" aria-label={t('common.more')}>
            <MenuItem className="listbox__item" onAction={() => void exportList('csv')}>
              <Download size={14} aria-hidden /> {t('list.export')}
            </MenuItem>
            <MenuItem className="listbox__item" onAction={() => void exportList('xlsx')}>
              <Sheet size={14} aria-hidden /> {t('list.exportXlsx')}
            </MenuItem>
            <MenuItem className="listbox__item" onAction={() => void exportAll()}>
              <Sheet size={14} aria-hidden /> {t('list.exportAll')}
            </MenuItem>
            <MenuItem className="listbox__item" onAction={() => bus.run('print')}>
              <Printer size={14} aria-hidden /> {t('shell.print')}
            </MenuItem>
            <MenuItem className="listbox__item" onAction={() => bus.run('savePdf')}>
              <FileText size={14} aria-hidden /> {t('print.pdf')}
            </MenuItem>
            {!isReadOnly && (
              <MenuItem className="listbox__item" onAction={() => setImporting([])}>
                <Upload size={14} aria-hidden /> {t('list.import')}
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      {!isReadOnly && <OnCommand name="import" run={() => setImporting([])} />}
      {importing !== null && (
        <Suspense>
          <ImportDialog entity={entity} files={importing} onClose={() => setImporting(null)} />
        </Suspense>
      )}
    </>
  );
}
