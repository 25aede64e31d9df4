import { Download, Ellipsis, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { CachedRecord, ListQuery } from '#app/contract/records.ts';
import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import { readAll } from '../../client/record-sets.ts';
import { OnCommand, useCommand } from '../../hooks/command-bus.ts';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSaveFile } from '../../hooks/use-save-file.ts';

// Few open it on a day; the window opens sooner without it.
const ImportDialog = lazy(async () => ({ default: (await import('../csv/import-dialog.tsx')).ImportDialog }));

interface MoreMenuProps {
  entity: AnyEntity;
  queriesNow: () => readonly ListQuery[];
}

/** CSV out and in. What is shown is what is exported: the same filters, search and order, every field. */
export function MoreMenu({ entity, queriesNow }: MoreMenuProps) {
  const { client, notices } = useDesk();
  const { t, label, formats } = useSpeech();
  const people = useDeskState((state) => state.session?.people) ?? [];
  const isReadOnly = useDeskState((state) => state.session?.role === 'readOnly');
  const saveFile = useSaveFile();
  const [isImporting, setImporting] = useState(false);

  async function exportList() {
    const rows: CachedRecord[] = [];
    for (const query of queriesNow()) {
      const found = await readAll(client, entity.table, query);
      if (!found.ok) return notices.fail(found.error);
      rows.push(...found.value);
    }
    const titles = new Map<string, string>();
    for (const { table } of referencesOf(entity)) {
      const parents = await readAll(client, table, {});
      const title = ferrySchema.entity(table)?.title ?? '';
      if (parents.ok) for (const { id, data } of parents.value) titles.set(`${table}/${id}`, String(data[title] ?? ''));
    }
    const { writeCsv } = await import('../../csv/write-csv.ts');
    const csv = writeCsv(entity, Object.keys(entity.fields), rows, {
      label,
      personName: (id) => people.find((person) => person.id === id)?.name ?? id,
      titleOf: (table, id) => titles.get(`${table}/${id}`) ?? id,
    });
    await saveFile(`${label(entity.label)} ${formats.dayOf(Date.now())}.csv`, csv);
  }

  useCommand('export', () => void exportList());
  return (
    <>
      <MenuTrigger>
        <AriaButton className="icon-button" aria-label={t('common.more')}>
          <Ellipsis size={16} aria-hidden />
        </AriaButton>
        <Popover className="popover" placement="bottom end" offset={4}>
          <Menu className="listbox" aria-label={t('common.more')}>
            <MenuItem className="listbox__item" onAction={() => void exportList()}>
              <Download size={14} aria-hidden /> {t('list.export')}
            </MenuItem>
            {!isReadOnly && (
              <MenuItem className="listbox__item" onAction={() => setImporting(true)}>
                <Upload size={14} aria-hidden /> {t('list.import')}
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      {!isReadOnly && <OnCommand name="import" run={() => setImporting(true)} />}
      {isImporting && (
        <Suspense>
          <ImportDialog entity={entity} onClose={() => setImporting(false)} />
        </Suspense>
      )}
    </>
  );
}
