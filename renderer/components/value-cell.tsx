import { memo } from 'react';
import type { Field, JsonValue, RecordData } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useTitle } from '../hooks/use-record.ts';
import { Avatar } from './avatar.tsx';
import { StatusDot } from './status-dot.tsx';

const MOST_TAGS = 2;

interface ValueCellProps {
  field: Field;
  value: JsonValue | undefined;
  data: RecordData;
  isOverdue?: boolean;
}

/** One value as lists show it. */
export const ValueCell = memo(function ValueCell({ field, value, data, isOverdue = false }: ValueCellProps) {
  const { text, formats } = useSpeech();
  const people = useDeskState((state) => state.session?.people);
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return null;
  if (field.kind === 'reference') return <TitleCell table={field.references ?? ''} id={String(value)} />;
  const said = valueText(field, value, data, { text, formats, people: people ?? [], titleOf: () => undefined });
  switch (field.kind) {
    case 'select':
      return (
        <span className="value value--select">
          <StatusDot field={field} value={String(value)} />
          <span className="truncate">{said}</span>
        </span>
      );
    case 'person':
      return (
        <span className="value value--person">
          <Avatar id={String(value)} name={said} />
          <span className="truncate">{said}</span>
        </span>
      );
    case 'tags':
      return <Tags tags={(value as JsonValue[]).map(String)} />;
    case 'date':
      return (
        <span className={`truncate tabular ${isOverdue ? 'value--overdue' : ''}`}>
          {formats.shortDay(String(value))}
        </span>
      );
    case 'money':
    case 'count':
      return <span className="truncate tabular">{said}</span>;
    default:
      return <span className="truncate">{said}</span>;
  }
});

/** The first few, and how many more. */
function Tags({ tags }: { tags: string[] }) {
  const more = tags.length - MOST_TAGS;
  return (
    <span className="value value--tags" title={tags.join(', ')}>
      {tags.slice(0, MOST_TAGS).map((tag) => (
        <span key={tag} className="tag">
          <span className="truncate">{tag}</span>
        </span>
      ))}
      {more > 0 && <span className="count">+{more}</span>}
    </span>
  );
}

function TitleCell({ table, id }: { table: string; id: string }) {
  return <span className="truncate">{useTitle(table, id) ?? ''}</span>;
}
