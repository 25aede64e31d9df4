import { useEffect, useMemo, useState } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import { type AnyEntity, referencesOf } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { UnreadList } from '../components/unread-list.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { hrefOf } from '../navigation/route.ts';
import { useRendererState } from '../store/store-context.ts';
import { useLists } from '../store/use-lists.ts';
import { AddRelated } from './add-related.tsx';
import { defaultColumns } from './columns.ts';
import { RecordBadge } from './sync-badge.tsx';
import { Tick } from './tick.tsx';
import { useTitle } from './use-record.ts';
import { useSetField } from './use-set-field.ts';
import { ValueCell } from './value-cell.tsx';

const MOST_AT_ONCE = 50;
const FIELDS_SHOWN = 2;

interface RelatedRecordsProps {
  child: AnyEntity;
  /** The reference path from a child to the record, see `fieldAt`. */
  path: string;
  parentId: string;
  isReadOnly: boolean;
}

/** Children of a record: a client's engagements and their tasks, an engagement's tasks. */
export function RelatedRecords({ child, path, parentId, isReadOnly }: RelatedRecordsProps) {
  const { t, word } = useI18n();
  const sources = useMemo(
    () => [
      {
        table: child.table,
        query: {
          filters: [{ field: path, test: 'in' as const, values: [parentId] }],
          search: '',
          sort: child.sort ?? null,
        },
      },
    ],
    [child, path, parentId],
  );
  const lists = useLists(sources);
  const [list] = lists ?? [];
  const [most, setMost] = useState(MOST_AT_ONCE);
  const count = Math.min(list?.total ?? 0, most);
  useEffect(() => list?.show(0, Math.max(0, count - 1)), [list, count]);
  const ids = Array.from({ length: count }, (_, index) => list?.idAt(index)).filter((id) => id !== undefined);
  return (
    <div className="related">
      <UnreadList lists={lists} />
      {list?.error === null && list.total === 0 && (
        <p className="muted">{t('record.noRelated', { what: word(child.label) })}</p>
      )}
      <ul className="related__list">
        {ids.map((id) => (
          <RelatedRow key={id} entity={child} id={id} path={path} isReadOnly={isReadOnly} />
        ))}
      </ul>
      {(list?.total ?? 0) > count && (
        <Button onPress={() => setMost(most + MOST_AT_ONCE)}>{t('common.showMore')}</Button>
      )}
      {!isReadOnly && <AddRelated entity={child} path={path} parentId={parentId} />}
    </div>
  );
}

interface RelatedRowProps {
  entity: AnyEntity;
  id: string;
  path: string;
  isReadOnly: boolean;
}

function RelatedRow({ entity, id, path, isReadOnly }: RelatedRowProps) {
  const setField = useSetField(entity);
  const record = useRendererState((state) => state.records[recordKey(entity.table, id)]);
  if (record === undefined) return null;
  const title = String(record.data[entity.title] ?? '');
  const [reference = ''] = path.split('.');
  const isFar = path !== reference;
  const names = defaultColumns(entity)
    .filter((name) => name !== entity.title && name !== reference)
    .slice(0, FIELDS_SHOWN);
  return (
    <li className="related__item">
      {!isReadOnly && (
        <Tick
          entity={entity}
          data={record.data}
          title={title}
          onTick={() => void setField([id], entity.status ?? '', 'complete')}
        />
      )}
      <a className="related__row" href={hrefOf({ view: 'list', table: entity.table, recordId: id })}>
        <span className="related__words">
          <span className="related__title truncate">{title}</span>
          {isFar && <Between entity={entity} reference={reference} id={String(record.data[reference] ?? '')} />}
        </span>
        {names.map((name) => {
          const shown = entity.fields[name];
          return shown === undefined ? null : (
            <span key={name} className="related__value">
              <ValueCell field={shown} value={record.data[name]} data={record.data} />
            </span>
          );
        })}
        <RecordBadge record={record} isIconOnly />
      </a>
    </li>
  );
}

/** The record between a descendant and the page's record: the engagement of a client's task. */
function Between({ entity, reference, id }: { entity: AnyEntity; reference: string; id: string }) {
  const { table = '' } = referencesOf(entity).find(({ field }) => field === reference) ?? {};
  return <span className="related__between truncate">{useTitle(table, id)}</span>;
}
