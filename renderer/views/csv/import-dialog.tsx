import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { FerryError } from '#app/contract/errors.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { NotCurrent } from '../../components/answered.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Progress } from '../../components/progress.tsx';
import { readKnown } from '../../csv/known-records.ts';
import { guessMapping, type Mapping } from '../../csv/mapping.ts';
import { emptyPlan, type ImportPlan, planRow } from '../../csv/plan-import.ts';
import { type CsvTable, decodeCsv, readCsv } from '../../csv/read-csv.ts';
import { type Duplicates, runImport } from '../../csv/run-import.ts';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useToday } from '../../hooks/use-today.ts';
import { MappingTable } from './mapping-table.tsx';
import { PlanReview } from './plan-review.tsx';
import { RecentImports } from './recent-imports.tsx';

/** So many lines are looked at before the window may draw again. */
const LINES_AT_ONCE = 500;
const MOST_NAME_LENGTH = 200;

interface Mapped {
  table: CsvTable;
  mapping: Mapping;
  fileName: string;
}

type Step =
  | { kind: 'choose' }
  | ({ kind: 'map'; error: FerryError | null } & Mapped)
  | { kind: 'check'; done: number; total: number }
  | ({ kind: 'review'; plan: ImportPlan } & Mapped)
  | { kind: 'run'; done: number; total: number };

/** CSV in: choose a file, say which column is which, look at what would happen, then let it happen. */
export function ImportDialog({ entity, onClose }: { entity: AnyEntity; onClose: () => void }) {
  const { client, changes, notices } = useDesk();
  const { t, word, locale } = useSpeech();
  const people = useDeskState((state) => state.session?.people) ?? [];
  const today = useToday();
  const [step, setStep] = useState<Step>({ kind: 'choose' });
  const [duplicates, setDuplicates] = useState<Duplicates>('skip');
  const isCancelled = useRef(false);
  useEffect(
    () => () => {
      isCancelled.current = true;
    },
    [],
  );
  const what = word(entity.label);

  async function check({ table, mapping, fileName }: Mapped) {
    isCancelled.current = false;
    setStep({ kind: 'check', done: 0, total: table.rows.length });
    const read = await readKnown(client, entity, () => !isCancelled.current);
    if (isCancelled.current) return;
    if (!read.ok) return setStep({ kind: 'map', table, mapping, fileName, error: read.error });
    const context = { locale, today, people, ...read.value };
    const planned = emptyPlan();
    for (const [index, cells] of table.rows.entries()) {
      if (isCancelled.current) return;
      planRow(entity, mapping, cells, index + 2, context, planned);
      if (index % LINES_AT_ONCE !== 0) continue;
      setStep({ kind: 'check', done: index, total: table.rows.length });
      // Not a frame: a window that is hidden has none.
      await new Promise((resolve) => setTimeout(resolve));
    }
    setStep({ kind: 'review', table, mapping, fileName, plan: planned.plan });
  }

  async function run({ plan, fileName }: Mapped & { plan: ImportPlan }) {
    isCancelled.current = false;
    setStep({ kind: 'run', done: 0, total: plan.rows.length });
    const batch = { batchId: uuidv7(), table: entity.table, name: fileName.slice(0, MOST_NAME_LENGTH) };
    const { count, result } = await runImport({
      client,
      entity,
      rows: plan.rows,
      duplicates,
      batch,
      onProgress: (done, total) => setStep({ kind: 'run', done, total }),
      isCancelled: () => isCancelled.current,
    });
    const values = { count, what, total: plan.rows.length };
    onClose();
    if (result.ok && result.value === 'cancelled') {
      notices.say('csv.cancelled', values);
      if (count > 0) await changes.takeBatchBack(batch.batchId);
      return;
    }
    if (!result.ok) notices.fail(result.error);
    const said = result.ok ? 'csv.imported' : 'csv.stopped';
    if (count > 0) changes.rememberBatch(batch.batchId, { key: said, values });
    else notices.say(said, values);
  }

  async function choose(file: File | undefined) {
    if (file === undefined) return;
    const bytes = await file.arrayBuffer().catch(() => null);
    if (bytes === null) return void notices.say('csv.unreadable');
    const table = readCsv(decodeCsv(bytes));
    if (table.headers.length === 0 || table.rows.length === 0) return void notices.say('csv.emptyFile');
    setStep({ kind: 'map', table, mapping: guessMapping(entity, table.headers), fileName: file.name, error: null });
  }

  const toSave = step.kind === 'review' ? countToSave(step.plan, duplicates) : 0;
  const isWorking = step.kind === 'check' || step.kind === 'run';
  const cancel = () => {
    isCancelled.current = true;
    if (step.kind !== 'run') onClose();
  };
  return (
    <Dialog
      title={t('csv.importTitle', { what })}
      isOpen
      size="l"
      role={isWorking ? 'alertdialog' : 'dialog'}
      onClose={cancel}
      footer={
        <>
          <Button onPress={cancel}>{t('common.cancel')}</Button>
          {step.kind === 'map' && (
            <Button look="primary" onPress={() => void check(step)}>
              {t('csv.check')}
            </Button>
          )}
          {step.kind === 'review' && (
            <>
              <Button onPress={() => setStep({ ...step, kind: 'map', error: null })}>{t('common.back')}</Button>
              <Button look="primary" isDisabled={toSave === 0} onPress={() => void run(step)}>
                {t('csv.import', { count: toSave, what: word(toSave === 1 ? entity.singular : entity.label) })}
              </Button>
            </>
          )}
        </>
      }
    >
      {step.kind === 'choose' && (
        <>
          <ChooseFile onChoose={(file) => void choose(file)} />
          <RecentImports table={entity.table} />
        </>
      )}
      {step.kind === 'map' && step.error !== null && <NotCurrent error={step.error} onRetry={() => void check(step)} />}
      {step.kind === 'map' && (
        <MappingTable
          entity={entity}
          table={step.table}
          mapping={step.mapping}
          onChange={(mapping) => setStep({ ...step, mapping })}
        />
      )}
      {step.kind === 'review' && (
        <PlanReview entity={entity} plan={step.plan} duplicates={duplicates} onDuplicates={setDuplicates} />
      )}
      {isWorking && (
        <Progress
          label={t(step.kind === 'check' ? 'csv.checking' : 'csv.saving')}
          done={step.done}
          total={step.total}
        />
      )}
    </Dialog>
  );
}

function countToSave({ rows }: ImportPlan, duplicates: Duplicates): number {
  return duplicates === 'skip' ? rows.filter(({ existingId }) => existingId === null).length : rows.length;
}

function ChooseFile({ onChoose }: { onChoose: (file: File | undefined) => void }) {
  const { t } = useSpeech();
  return (
    <label className="choose-file">
      <FileUp size={28} aria-hidden />
      <span className="choose-file__title">{t('csv.choose')}</span>
      <span>{t('csv.chooseHint')}</span>
      <input
        type="file"
        className="visually-hidden"
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => onChoose(event.target.files?.[0])}
      />
    </label>
  );
}
