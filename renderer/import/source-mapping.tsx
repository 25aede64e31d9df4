import { useId, useState } from 'react';
import {
  ADDRESS_TARGET,
  distinguishingFields,
  ID_TARGET,
  type Mapping,
  missingFields,
  missingPaths,
  NOTES_TARGET,
  parentIdTarget,
  type Target,
} from '#app/import/index.ts';
import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import { type Choice, Picker } from '../components/picker.tsx';
import { TextInput } from '../components/text-input.tsx';
import { Toggle } from '../components/toggle.tsx';
import { type I18n, useI18n } from '../i18n/i18n.tsx';
import { FormChoices } from './form-choices.tsx';
import { FormatQuestions } from './format-questions.tsx';
import { LabelledPicker } from './labelled-picker.tsx';
import type { Import } from './use-import.ts';
import type { SourceView } from './worker-contract.ts';

const LEFT_OUT = '';

interface SourceProps {
  source: SourceView;
  index: number;
  current: Import;
}

/** One table of a file and the targets of its columns. Everything is guessed and can be changed. */
export function SourceMapping({ source, index, current }: SourceProps) {
  const i18n = useI18n();
  const { t, label } = i18n;
  const titleId = useId();
  const entity = source.table === null ? undefined : ferrySchema.entity(source.table);
  const setMapping = (change: Partial<Mapping>) => void current.setMapping(index, { ...source.mapping, ...change });
  const found = source.preset === null ? 'import.found' : 'import.foundFrom';
  return (
    <section className="import-source" aria-labelledby={titleId}>
      <h3 className="settings-section__title truncate" id={titleId}>
        {source.title}
      </h3>
      <p className="muted">
        {t(found, { count: source.count, preset: source.preset ?? '' })}
        {source.isHidden && ` · ${t('import.hiddenSheet')}`}
        {source.hiddenLines > 0 && ` · ${t('import.hiddenLines', { count: source.hiddenLines })}`}
      </p>
      <div className="import-source__form">
        <LabelledPicker
          label={t('import.goesTo')}
          value={source.table ?? LEFT_OUT}
          choices={[
            ...ferrySchema.entities.map(({ table, label: name }) => ({ id: table, label: label(name) })),
            { id: LEFT_OUT, label: t('import.leaveFileOut') },
          ]}
          onChange={(table) => void current.setTable(index, table === LEFT_OUT ? null : table)}
        />
        <FormChoices source={source} current={current} />
      </div>
      {entity !== undefined && source.count + source.brokenCount === 0 && (
        <p className="review__bad">{t('import.file.empty')}</p>
      )}
      {entity !== undefined && (
        <>
          <MissingFields
            key={source.table}
            entity={entity}
            mapping={source.mapping}
            onFixed={(fixed) => setMapping({ fixed })}
          />
          <FormatQuestions
            source={source}
            entity={entity}
            onChange={(columnFormats) => void current.setColumnFormats(index, columnFormats)}
          />
          <Columns source={source} entity={entity} i18n={i18n} onColumns={(columns) => setMapping({ columns })} />
          <Toggle isOn={source.mapping.keepsSurplus} onChange={(keepsSurplus) => setMapping({ keepsSurplus })}>
            {t('import.surplusToNotes')}
          </Toggle>
          <Toggle
            isOn={current.choices.keepsBadCells}
            onChange={(keepsBadCells) => current.setChoices({ ...current.choices, keepsBadCells })}
          >
            {t('import.badToNotes')}
          </Toggle>
        </>
      )}
    </section>
  );
}

interface MissingFieldsProps {
  entity: AnyEntity;
  mapping: Mapping;
  onFixed: (fixed: Mapping['fixed']) => void;
}

/** Asks for values that no column has: those that every line needs, and the client of engagements that are only named. */
function MissingFields({ entity, mapping, onFixed }: MissingFieldsProps) {
  const { t, label, word } = useI18n();
  const [typed, setTyped] = useState<Record<string, string>>(mapping.fixed);
  const missing = missingFields(entity, { ...mapping, fixed: {} });
  const paths = missingPaths(entity, mapping);
  const input = (name: string, words: string) => (
    <TextInput
      key={name}
      label={t('import.sameForAll', { field: words })}
      value={typed[name] ?? ''}
      onChange={(event) => {
        const fixed = { ...typed, [name]: event.target.value };
        setTyped(fixed);
        onFixed(fixed);
      }}
    />
  );
  return (
    <>
      {missing.length > 0 && (
        <div className="import-source__missing">
          <p className="review__bad">{t('import.missing')}</p>
          {missing.map((name) => input(name, label(entity.fields[name]?.label ?? entity.label)))}
        </div>
      )}
      {paths.length > 0 && (
        <div className="import-source__missing">
          {paths.map((path) => {
            const { parent, field } = pathLabels(entity, path);
            return (
              <div key={path}>
                <p className="muted">{t('import.missingPath', { field: label(field), parents: word(parent) })}</p>
                {input(path, label(field))}
              </div>
            );
          })}
        </div>
      )}
    </>
  );
}

/** The labels of what a path such as `engagementId.clientId` goes through, and of the field at its end. */
function pathLabels(entity: AnyEntity, path: string): { parent: AnyEntity['label']; field: AnyEntity['label'] } {
  const [name = '', above = ''] = path.split('.');
  const table = referencesOf(entity).find(({ field }) => field === name)?.table ?? '';
  const parent = ferrySchema.entity(table);
  return { parent: parent?.label ?? entity.label, field: parent?.fields[above]?.label ?? entity.label };
}

function Columns({
  source,
  entity,
  i18n,
  onColumns,
}: {
  source: SourceView;
  entity: AnyEntity;
  i18n: I18n;
  onColumns: (columns: Target[]) => void;
}) {
  const { t } = i18n;
  const baseId = useId();
  const choices = targetChoices(entity, i18n);
  return (
    <table className="mapping">
      <thead>
        <tr>
          <th scope="col">{t('import.column')}</th>
          <th scope="col">{t('import.samples')}</th>
          <th scope="col">{t('import.field')}</th>
        </tr>
      </thead>
      <tbody>
        {source.headers.map((header, column) => {
          const samples = source.samples[column] ?? [];
          // Exports have dozens of empty columns; they are not worth a line each.
          if (samples.length === 0 && source.mapping.columns[column] === null) return null;
          const id = `${baseId}-${column}`;
          return (
            <tr key={id}>
              <th scope="row" id={id} className="truncate">
                {header || t('import.noHeader', { column: column + 1 })}
              </th>
              <td className="mapping__samples truncate">{samples.join(' · ')}</td>
              <td>
                <Picker
                  labelId={id}
                  value={source.mapping.columns[column] ?? LEFT_OUT}
                  choices={choices}
                  onChange={(target) =>
                    onColumns(
                      source.mapping.columns.map((before, place) =>
                        place === column ? (target === LEFT_OUT ? null : target) : before,
                      ),
                    )
                  }
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function targetChoices(entity: AnyEntity, { t, label }: I18n): Choice[] {
  const references = referencesOf(entity).flatMap(({ field, table }) => {
    const name = label(entity.fields[field]?.label ?? entity.label);
    const parent = ferrySchema.entity(table);
    const above =
      parent === undefined
        ? []
        : [...referencesOf(parent).map((reference) => reference.field), ...distinguishingFields(parent)];
    return [
      ...above.map((path) => ({
        id: `${field}.${path}`,
        label: t('import.of', { field: label(parent?.fields[path]?.label ?? entity.label), parent: name }),
      })),
      { id: parentIdTarget(field), label: t('import.of', { field: t('import.ownId'), parent: name }) },
    ];
  });
  return [
    { id: LEFT_OUT, label: t('import.leaveOut') },
    ...Object.entries(entity.fields).map(([id, field]) => ({ id, label: label(field.label) })),
    ...(entity.address !== undefined ? [{ id: ADDRESS_TARGET, label: t('import.wholeAddress') }] : []),
    ...references,
    { id: NOTES_TARGET, label: t('import.toNotes') },
    { id: ID_TARGET, label: t('import.ownId') },
  ];
}
