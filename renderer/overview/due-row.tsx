import { recordKey } from '#app/contract/record-key.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { Avatar } from '../components/avatar.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { hrefOf } from '../navigation/route.ts';
import { useOwnerPath } from '../record/owner-path.ts';
import { dueDay } from '../store/due.ts';
import { useRendererState } from '../store/store-context.ts';

interface DueRowProps {
  entity: AnyEntity;
  id: string;
  today: string;
}

/** A work item on the overview: what, for whom, by when, assigned to whom. */
export function DueRow({ entity, id, today }: DueRowProps) {
  const { t, formats } = useI18n();
  const record = useRendererState((state) => state.records[recordKey(entity.table, id)]);
  const people = useRendererState((state) => state.session?.people);
  const path = useOwnerPath(entity, record?.data);
  if (record === undefined) return null;
  const { data } = record;
  const personId = entity.person === undefined ? null : data[entity.person];
  const person = people?.find((each) => each.id === personId);
  const due = dueDay(entity, data);
  return (
    <a className="due-row" href={hrefOf({ view: 'list', table: entity.table, recordId: id })}>
      <span className="due-row__words">
        <span className="due-row__title truncate">{String(data[entity.title] ?? '') || t('list.untitled')}</span>
        <span className="due-row__parent truncate">{path}</span>
      </span>
      {due !== null && (
        <span className={`due-row__day tabular ${due < today ? 'value--overdue' : ''}`}>{formats.shortDay(due)}</span>
      )}
      <span className="due-row__person" title={person?.name}>
        {person !== undefined && (
          <>
            <Avatar id={person.id} name={person.name} />
            <span className="visually-hidden">{person.name}</span>
          </>
        )}
      </span>
    </a>
  );
}
