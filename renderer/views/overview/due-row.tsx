import { type AnyEntity, referencesOf } from '#app/schema/index.ts';
import { Avatar } from '../../components/avatar.tsx';
import { useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useTitle } from '../../hooks/use-record.ts';
import { hrefOf } from '../../model/route.ts';
import { recordKey } from '../../store/state.ts';

interface DueRowProps {
  entity: AnyEntity;
  id: string;
  today: string;
}

/** A piece of work on the overview: what, for whom, by when, and whose. */
export function DueRow({ entity, id, today }: DueRowProps) {
  const { t, formats } = useSpeech();
  const record = useDeskState((state) => state.records[recordKey(entity.table, id)]);
  const people = useDeskState((state) => state.session?.people);
  const [reference] = referencesOf(entity);
  const parentId = String(record?.data[reference?.field ?? ''] ?? '');
  const parent = useTitle(reference?.table ?? '', parentId);
  const grandparent = useDeskState((state) => state.parentTitles[recordKey(reference?.table ?? '', parentId)]);
  if (record === undefined) return null;
  const { data } = record;
  const personId = data.assigneeId ?? data.ownerId;
  const person = people?.find((each) => each.id === personId);
  const due = typeof data.dueDate === 'string' ? data.dueDate : null;
  return (
    <li>
      <a className="due-row" href={hrefOf({ view: 'list', table: entity.table, recordId: id })}>
        <span className="due-row__words">
          <span className="due-row__title truncate">{String(data[entity.title] ?? '') || t('list.untitled')}</span>
          <span className="due-row__parent truncate">
            {[grandparent, parent].filter((name) => name !== undefined).join(' › ')}
          </span>
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
    </li>
  );
}
