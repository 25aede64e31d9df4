import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { SyncBadge } from '../components/sync-badge.tsx';
import { ValueCell } from '../components/value-cell.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useLists } from '../hooks/use-lists.ts';
import { goTo } from '../hooks/use-route.ts';
import { defaultColumns } from '../model/columns.ts';
import { hrefOf } from '../model/route.ts';
import { recordKey } from '../store/state.ts';

const MOST_SHOWN = 50;
const FIELDS_SHOWN = 2;

interface RelatedRecordsProps {
  child: AnyEntity;
  field: string;
  parentId: string;
  isReadOnly: boolean;
}

/** What points to a record: the engagements of a client, the tasks of an engagement. */
export function RelatedRecords({ child, field, parentId, isReadOnly }: RelatedRecordsProps) {
  const { t, word } = useSpeech();
  const { editing } = useDesk();
  const sources = useMemo(
    () => [
      {
        table: child.table,
        query: { filters: [{ field, test: 'in' as const, values: [parentId] }], search: '', sort: null },
      },
    ],
    [child, field, parentId],
  );
  const [list] = useLists(sources) ?? [];
  const count = Math.min(list?.total ?? 0, MOST_SHOWN);
  const ids = Array.from({ length: count }, (_, index) => list?.idAt(index)).filter((id) => id !== undefined);
  return (
    <div className="related">
      {list?.total === 0 && <p className="muted">{t('record.noRelated', { what: word(child.label) })}</p>}
      <ul className="related__list">
        {ids.map((id) => (
          <RelatedRow key={id} entity={child} id={id} parentField={field} />
        ))}
      </ul>
      {!isReadOnly && (
        <Button
          icon={<Plus size={14} aria-hidden />}
          onPress={() =>
            goTo({ view: 'list', table: child.table, recordId: editing.begin(child.table, { [field]: parentId }) })
          }
        >
          {t('record.addRelated', { what: word(child.singular) })}
        </Button>
      )}
    </div>
  );
}

function RelatedRow({ entity, id, parentField }: { entity: AnyEntity; id: string; parentField: string }) {
  const record = useDeskState((state) => state.records[recordKey(entity.table, id)]);
  if (record === undefined) return null;
  const names = defaultColumns(entity)
    .filter((name) => name !== entity.title && name !== parentField)
    .slice(0, FIELDS_SHOWN);
  return (
    <li>
      <a className="related__row" href={hrefOf({ view: 'list', table: entity.table, recordId: id })}>
        <span className="related__title truncate">{String(record.data[entity.title] ?? '')}</span>
        {names.map((name) => {
          const shown = entity.fields[name];
          return shown === undefined ? null : (
            <span key={name} className="related__value">
              <ValueCell field={shown} value={record.data[name]} data={record.data} />
            </span>
          );
        })}
        <SyncBadge badge={record.badge} isIconOnly />
      </a>
    </li>
  );
}
