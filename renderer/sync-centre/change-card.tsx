import type { ReactNode } from 'react';
import { ferrySchema } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useValueContext } from '../i18n/use-value-context.ts';
import { hrefOf } from '../navigation/route.ts';
import { iconOf } from '../record/icons.ts';
import { useRecord } from '../record/use-record.ts';
import type { WaitingRecord } from '../store/waiting.ts';

interface ChangeCardProps {
  record: WaitingRecord;
  id?: string;
  /** Between heading and values: why a person is needed. */
  reason?: ReactNode;
  actions?: ReactNode;
}

/** The combined changes of one or more saves of a record: before and after, by field. */
export function ChangeCard({ record, id, reason, actions }: ChangeCardProps) {
  const { t, label, formats } = useI18n();
  const context = useValueContext();
  const entity = ferrySchema.entity(record.table);
  const current = useRecord(record.table, record.recordId);
  const Icon = iconOf(record.table);
  if (entity === undefined) return null;
  const [change] = record.changes;
  const title = String(current?.data[entity.title] ?? change?.data[entity.title] ?? change?.base[entity.title] ?? '');
  const data = { ...current?.data, ...change?.data };
  const fields = record.fields.filter(
    ({ field, after }) =>
      entity.fields[field] !== undefined &&
      (record.operation === 'update' || after !== null) &&
      !isEmptyList(after, record),
  );
  const textOf = (name: string, value: (typeof fields)[number]['after']) => {
    const field = entity.fields[name];
    return field === undefined ? '' : valueText(field, value, data, context);
  };
  return (
    <li className="card" id={id}>
      <div className="card__head">
        <Icon size={16} strokeWidth={1.75} aria-hidden className="card__icon" />
        <a
          className="card__title truncate"
          href={hrefOf({ view: 'list', table: record.table, recordId: record.recordId })}
        >
          {title === '' ? t('list.untitled') : title}
        </a>
        <span className={`chip chip--${record.operation}`}>{t(`sync.op.${record.operation}`)}</span>
        <span className="card__when tabular" title={formats.dayAndTime(record.savedAt)}>
          {formats.relative(record.savedAt)}
        </span>
      </div>
      {reason}
      {record.operation !== 'delete' && fields.length > 0 && (
        <dl className="changes">
          {fields.map(({ field: name, before, after }) => (
            <div key={name} className="changes__row">
              <dt>{label(entity.fields[name]?.label ?? entity.label)}</dt>
              <dd className="selectable">
                {record.operation === 'update' && (
                  <>
                    <Value words={textOf(name, before)} is="del" />
                    <span aria-hidden> → </span>
                  </>
                )}
                <Value words={textOf(name, after)} is="ins" />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {actions !== undefined && <div className="card__actions">{actions}</div>}
    </li>
  );
}

/** An empty value is neither struck out nor marked as new. */
function Value({ words, is: Tag }: { words: string; is: 'del' | 'ins' }) {
  const { t } = useI18n();
  return words === '' ? <span className="muted">{t('common.empty')}</span> : <Tag>{words}</Tag>;
}

const isEmptyList = (value: unknown, record: WaitingRecord) =>
  record.operation !== 'update' && Array.isArray(value) && value.length === 0;
