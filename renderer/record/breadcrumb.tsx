import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import { type AnyEntity, ferrySchema, type RecordData, referencesOf } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { hrefOf } from '../navigation/route.ts';
import { useRecord } from './use-record.ts';

/** The path of a record: client › engagement › task. */
export function Breadcrumb({ entity, data }: { entity: AnyEntity; data: RecordData }) {
  const { t, label } = useI18n();
  return (
    <nav className="breadcrumb" aria-label={t('record.path')}>
      <Parent entity={entity} data={data} />
      <span className="breadcrumb__here truncate">{capitalised(label(entity.singular))}</span>
    </nav>
  );
}

function Parent({ entity, data }: { entity: AnyEntity; data: RecordData }) {
  const [reference] = referencesOf(entity);
  const parent = reference === undefined ? undefined : ferrySchema.entity(reference.table);
  const parentId = reference === undefined ? undefined : data[reference.field];
  if (parent === undefined || typeof parentId !== 'string' || parentId === '') return null;
  return <ParentLink entity={parent} id={parentId} />;
}

function ParentLink({ entity, id }: { entity: AnyEntity; id: string }) {
  const record = useRecord(entity.table, id);
  if (record === undefined) return null;
  return (
    <Fragment>
      <Parent entity={entity} data={record.data} />
      <a className="breadcrumb__link truncate" href={hrefOf({ view: 'list', table: entity.table, recordId: id })}>
        {String(record.data[entity.title] ?? '')}
      </a>
      <ChevronRight size={12} aria-hidden className="breadcrumb__arrow" />
    </Fragment>
  );
}

/** English names a kind in lower case within a sentence; here it is a label. */
function capitalised(word: string): string {
  const [first = '', ...rest] = [...word];
  return first.toLocaleUpperCase() + rest.join('');
}
