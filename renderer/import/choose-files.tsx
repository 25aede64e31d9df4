import { CircleQuestionMark, Download, FileUp } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { sampleTable } from '#app/import/index.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommandBus } from '../navigation/command-bus.ts';
import type { FileProblem, ImportFile } from './use-import.ts';
import { useSaveTable } from './use-save-table.ts';

export const fromFile = (file: File): ImportFile => ({ name: file.name, read: () => file.arrayBuffer() });

interface ChooseFilesProps {
  problems: readonly FileProblem[];
  onChoose: (files: readonly ImportFile[]) => void;
}

/** Drop zone, file button and paste area. */
export function ChooseFiles({ problems, onChoose }: ChooseFilesProps) {
  const { t, language, label } = useI18n();
  const [isOver, setOver] = useState(false);
  const saveTable = useSaveTable();
  const bus = useCommandBus();
  const samplesId = useId();
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (data === null || event.target instanceof HTMLInputElement) return;
      const files = [...data.files].map(fromFile);
      const text = data.getData('text/plain');
      if (files.length > 0) onChoose(files);
      else if (text.trim() !== '') onChoose([pasted(t('import.pasted'), text)]);
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });
  return (
    <>
      {problems.map(({ name, code }) => (
        <p key={name} role="alert" className="review__bad">
          {name}: {code === null ? t('import.unreadable') : t(`import.file.${code}`)}
        </p>
      ))}
      <label
        className="choose-file"
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setOver(false);
          onChoose([...event.dataTransfer.files].map(fromFile));
        }}
      >
        <FileUp size={28} aria-hidden />
        <span className="choose-file__title">{t('import.choose')}</span>
        <span>{t('import.chooseHint')}</span>
        <input
          type="file"
          multiple
          className="visually-hidden"
          accept=".csv,.tsv,.txt,.xlsx,.vcf,text/csv,text/vcard"
          onChange={(event) => onChoose([...(event.target.files ?? [])].map(fromFile))}
        />
      </label>
      <div className="choose-file__help">
        <fieldset className="choose-file__samples" aria-labelledby={samplesId}>
          <span className="muted" id={samplesId}>
            {t('import.sampleFiles')}
          </span>
          {ferrySchema.entities.map((entity) => (
            <Button
              key={entity.table}
              look="quiet"
              icon={<Download size={14} aria-hidden />}
              onPress={() => void saveTable(label(entity.label), [sampleTable(entity, language)], 'xlsx')}
            >
              {label(entity.label)}
            </Button>
          ))}
        </fieldset>
        <Button look="quiet" icon={<CircleQuestionMark size={14} aria-hidden />} onPress={() => bus.run('importHelp')}>
          {t('import.help')}
        </Button>
      </div>
    </>
  );
}

function pasted(name: string, text: string): ImportFile {
  return { name, read: async () => new TextEncoder().encode(text).buffer };
}
