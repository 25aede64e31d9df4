import { cellText, type Decision, lineKey, lineText, type PlannedLine, type PlanSummary } from '#app/import/index.ts';
import { ferrySchema, type JsonValue } from '#app/schema/index.ts';
import { valueText } from '#app/text/index.ts';
import { Picker } from '../components/picker.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import type { Import } from './use-import.ts';

interface PlannedLinesProps {
  lines: readonly PlannedLine[];
  summary: PlanSummary;
  current: Import;
}

/** Lines of a plan with their outcome: changes, cells that did not fit, candidate records. */
export function PlannedLines({ lines, summary, current }: PlannedLinesProps) {
  const { t, text, formats, label } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const hasFiles = current.sources.length > 1;
  const context = { text, formats, people, titleOf: (_: string, id: string) => summary.titles[id] };
  const written = (line: PlannedLine, name: string, value: JsonValue) => {
    const field = ferrySchema.entity(line.table)?.fields[name];
    const data = { ...line.data, ...Object.fromEntries(line.changes.map(({ field: other, after }) => [other, after])) };
    return (field === undefined ? '' : valueText(field, value, data, context)) || t('common.empty');
  };
  return (
    <table className="mapping import-lines">
      <thead>
        <tr>
          {hasFiles && (
            <th scope="col" className="import-file">
              {t('import.file')}
            </th>
          )}
          <th scope="col" className="import-line">
            {t('import.line')}
          </th>
          <th scope="col" className="import-lines__record">
            {t('import.record')}
          </th>
          <th scope="col">{t('import.what')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => {
          const entity = ferrySchema.entity(line.table);
          const title = String(line.data[entity?.title ?? ''] ?? '');
          const message = lineText(line, text, (source) => current.sources[source]?.title ?? '');
          return (
            <tr key={`${line.source}-${line.line}-${line.recordId}`}>
              {hasFiles && <td className="truncate">{current.sources[line.source]?.title}</td>}
              <td className="tabular import-line">{line.line === 0 ? '' : line.line}</td>
              <td className="truncate selectable">{title}</td>
              <td>
                {message !== '' && line.kind !== 'unclear' && <p>{message}</p>}
                {line.candidates.length > 0 && (
                  <WhichRecord line={line} title={title} summary={summary} current={current} />
                )}
                {(line.kind === 'update' || line.kind === 'repeated' || line.kind === 'joined') &&
                  line.changes.map(({ field, before, after }) => (
                    <p key={field}>
                      {t('import.change', {
                        field: label(entity?.fields[field]?.label ?? { en: field, de: field }),
                        before: written(line, field, before),
                        after: written(line, field, after),
                      })}
                    </p>
                  ))}
                {line.kind === 'new' && (
                  <p className="import-lines__values">
                    {Object.entries(line.data)
                      .filter(([name]) => name !== entity?.title && name !== 'notes')
                      .map(([name, value]) => written(line, name, value))
                      .join(' · ')}
                  </p>
                )}
                {line.marks.map((mark, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: marks never change their order
                  <p key={at} className={mark.became === 'notes' ? 'muted' : 'review__bad'}>
                    {cellText(line.table, mark, text)}
                  </p>
                ))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const NEW = 'new';
const OUT = 'out';

function WhichRecord({
  line,
  title,
  summary,
  current,
}: Omit<PlannedLinesProps, 'lines'> & { line: PlannedLine; title: string }) {
  const { t } = useI18n();
  const key = lineKey(line.source, line.line);
  const decided = current.choices.decisions.get(key);
  const decide = (id: string) => {
    const decision: Decision = id === NEW || id === OUT ? { kind: id } : { kind: 'record', id };
    void current.check({ ...current.choices, decisions: new Map([...current.choices.decisions, [key, decision]]) });
  };
  return (
    <Picker
      label={t('import.line.unclearChoice', { line: line.line, title })}
      value={decided === undefined ? OUT : decided.kind === 'record' ? decided.id : decided.kind}
      choices={[
        { id: OUT, label: t('import.line.out') },
        ...line.candidates.map(({ id }) => ({
          id,
          label: t('import.line.isRecord', { title: summary.titles[id] ?? id }),
        })),
        { id: NEW, label: t('import.line.isNew') },
      ]}
      onChange={decide}
    />
  );
}
