import type { AnyEntity } from '#app/schema/index.ts';
import { Picker } from '../../components/picker.tsx';
import type { Mapping } from '../../csv/mapping.ts';
import type { CsvTable } from '../../csv/read-csv.ts';
import { useSpeech } from '../../hooks/speech.tsx';

const LEFT_OUT = '';
const SAMPLES = 3;

interface MappingTableProps {
  entity: AnyEntity;
  table: CsvTable;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}

/** Which column of the file fills which field; guessed from the headers, changed by hand. */
export function MappingTable({ entity, table, mapping, onChange }: MappingTableProps) {
  const { t, label } = useSpeech();
  const choices = [
    { id: LEFT_OUT, label: t('csv.leaveOut') },
    ...Object.entries(entity.fields).map(([id, field]) => ({ id, label: label(field.label) })),
  ];
  return (
    <>
      <p>{t('csv.mapIntro', { count: table.rows.length })}</p>
      <table className="mapping">
        <thead>
          <tr>
            <th scope="col">{t('csv.column')}</th>
            <th scope="col">{t('csv.samples')}</th>
            <th scope="col">{t('csv.field')}</th>
          </tr>
        </thead>
        <tbody>
          {table.headers.map((header, column) => {
            const samples = table.rows.slice(0, SAMPLES).map((row) => row[column] ?? '');
            const key = `${column}-${header}`;
            return (
              <tr key={key}>
                <th scope="row" id={`column-${column}`}>
                  {header || t('csv.noHeader', { column: column + 1 })}
                </th>
                <td className="mapping__samples truncate">{samples.filter((cell) => cell !== '').join(' · ')}</td>
                <td>
                  <Picker
                    labelId={`column-${column}`}
                    value={mapping[column] ?? LEFT_OUT}
                    choices={choices}
                    onChange={(id) =>
                      onChange(
                        table.headers.map((_, place) => {
                          if (place === column) return id === LEFT_OUT ? null : id;
                          // A field is filled by one column: the newer choice takes it over.
                          return mapping[place] === id ? null : (mapping[place] ?? null);
                        }),
                      )
                    }
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </>
  );
}
