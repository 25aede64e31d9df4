import { ENCODINGS, SEPARATORS } from '#app/import/index.ts';
import type { Choice } from '../components/picker.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { LabelledPicker } from './labelled-picker.tsx';
import type { Import } from './use-import.ts';
import type { SourceView } from './worker-contract.ts';

const HEADER_LINES = 15;

/** Corrections of the detected file format. */
export function FormChoices({ source, current }: { source: SourceView; current: Import }) {
  const { t } = useI18n();
  const { form, headerLine, file } = source;
  const given = { encoding: form.encoding, separator: form.separator, headerLine };
  const separatorName = (separator: string) =>
    separator === '\t' ? t('import.separator.tab') : separator === '' ? t('import.separator.none') : separator;
  const lines = [...new Set([...Array.from({ length: HEADER_LINES }, (_, at) => at + 1), headerLine ?? 1])];
  const headerChoices: Choice[] = [
    ...lines.map((line) => ({ id: String(line), label: t('import.header.line', { line }) })),
    { id: '0', label: t('import.header.none') },
  ];
  const reread = (change: Partial<typeof given>) => {
    const next = { ...given, ...change };
    const headerLines = { [source.name]: next.headerLine };
    void current.reread(file, form.kind === 'xlsx' ? { headerLines } : next);
  };
  return (
    <>
      {form.kind !== 'xlsx' && (
        <LabelledPicker
          label={t('import.encoding')}
          value={form.encoding}
          choices={[...new Set([form.encoding, ...ENCODINGS])].map((id) => ({ id, label: id }))}
          onChange={(encoding) => reread({ encoding })}
        />
      )}
      {form.kind === 'csv' && (
        <LabelledPicker
          label={t('import.separator')}
          value={form.separator === '' ? 'none' : form.separator}
          choices={[...new Set([form.separator, ...SEPARATORS])].map((separator) => ({
            id: separator === '' ? 'none' : separator,
            label: separatorName(separator),
          }))}
          onChange={(id) => {
            const { headerLine: _, ...rest } = given;
            void current.reread(file, { ...rest, separator: id === 'none' ? '' : id });
          }}
        />
      )}
      {form.kind !== 'vcard' && (
        <LabelledPicker
          label={t('import.header')}
          value={String(headerLine ?? 0)}
          choices={headerChoices}
          onChange={(line) => reread({ headerLine: line === '0' ? null : Number(line) })}
        />
      )}
    </>
  );
}
