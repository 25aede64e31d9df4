import { memo } from 'react';
import { recordKey } from '#app/contract/record-key.ts';
import type { Field, JsonValue, RecordData } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { Avatar } from '../components/avatar.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { fittingTags } from './columns.ts';
import { StatusDot } from './status-dot.tsx';
import { useTitle } from './use-record.ts';

interface ValueCellProps {
  field: Field;
  value: JsonValue | undefined;
  /** The record, where an amount finds its currency. */
  data: RecordData;
  isOverdue?: boolean;
  /** Available width. */
  roomPx?: number;
}

const NOBODY: never[] = [];
const LEAST_TAGS_PX = 148;

/** One value in a list; renders again only if that value changes. */
export const ValueCell = memo(
  ValueOf,
  (before, now) =>
    before.field === now.field &&
    before.isOverdue === now.isOverdue &&
    (now.field.kind !== 'tags' || before.roomPx === now.roomPx) &&
    (before.value === now.value || (Array.isArray(now.value) && String(before.value) === String(now.value))) &&
    (now.field.kind !== 'money' || before.data === now.data),
);

function ValueOf({ field, value, data, isOverdue = false, roomPx = LEAST_TAGS_PX }: ValueCellProps) {
  const { text, formats } = useI18n();
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return null;
  const shown = () => valueText(field, value, data, { text, formats, people: NOBODY, titleOf: () => undefined });
  switch (field.kind) {
    case 'reference':
      return <TitleCell table={field.references ?? ''} id={String(value)} />;
    case 'person':
      return <PersonCell id={String(value)} />;
    case 'tags':
      return <Tags tags={(value as JsonValue[]).map(String)} roomPx={roomPx} />;
    case 'date':
      return (
        <span className={isOverdue ? 'truncate tabular value--overdue' : 'truncate tabular'}>
          {formats.shortDay(String(value))}
        </span>
      );
    case 'select':
      return (
        <span className="value value--select">
          <StatusDot field={field} value={String(value)} />
          <span className="truncate">{shown()}</span>
        </span>
      );
    case 'money':
    case 'count':
      return <span className="truncate tabular">{shown()}</span>;
    case 'text':
    case 'email':
    case 'phone':
    case 'notes':
      return <span className="truncate">{shown()}</span>;
  }
}

/** As many tags as fit, at least one, and the number of the rest. */
function Tags({ tags, roomPx }: { tags: string[]; roomPx: number }) {
  const shown = fittingTags(tags, roomPx);
  return (
    <span className="value value--tags" title={tags.join(', ')}>
      {tags.slice(0, shown).map((tag) => (
        <span key={tag} className="tag">
          <span className="truncate">{tag}</span>
        </span>
      ))}
      {tags.length > shown && <span className="count">+{tags.length - shown}</span>}
    </span>
  );
}

function PersonCell({ id }: { id: string }) {
  const name = useRendererState((state) => state.session?.people.find((person) => person.id === id)?.name) ?? id;
  return (
    <span className="value value--person">
      <Avatar id={id} name={name} />
      <span className="truncate">{name}</span>
    </span>
  );
}

/** The title of a referenced record and its path: many clients have a payroll. */
function TitleCell({ table, id }: { table: string; id: string }) {
  const title = useTitle(table, id) ?? '';
  const parent = useRendererState((state) => state.parentTitles[recordKey(table, id)]);
  if (parent === undefined) return <span className="truncate">{title}</span>;
  return (
    <span className="truncate" title={`${parent} › ${title}`}>
      {parent} <span className="value__of">› {title}</span>
    </span>
  );
}
