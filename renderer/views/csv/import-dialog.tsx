import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { ProgressBar } from 'react-aria-components';
import { type AnyEntity, ferrySchema, referencesOf } from '#app/schema/index.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { guessMapping, type Mapping } from '../../csv/mapping.ts';
import { emptyPlan, type ImportPlan, planRow } from '../../csv/plan-import.ts';
import { type CsvTable, decodeCsv, readCsv } from '../../csv/read-csv.ts';
import { type Duplicates, existingKeys, runImport, titlesOf } from '../../csv/run-import.ts';
import type { TitleIndex } from '../../csv/title-index.ts';
import { useDesk, useDeskState } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useToday } from '../../hooks/use-today.ts';
import { MappingTable } from './mapping-table.tsx';
import { PlanReview } from './plan-review.tsx';

/** So many lines are looked at before the window may draw again. */
const LINES_AT_ONCE = 500;

type Step =
  | { kind: 'choose' }
  | { kind: 'map'; table: CsvTable; mapping: Mapping }
  | { kind: 'check'; done: number; total: number }
  | { kind: 'review'; table: CsvTable; mapping: Mapping; plan: ImportPlan }
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

  async function check(table: CsvTable, mapping: Mapping) {
    isCancelled.current = false;
    setStep({ kind: 'check', done: 0, total: table.rows.length });
    const goesOn = () => !isCancelled.current;
    const existing = await existingKeys(client, entity, goesOn);
    if (!existing.ok) return notices.fail(existing.error);
    const titles = new Map<string, TitleIndex>();
    for (const reference of referencesOf(entity)) {
      const parent = ferrySchema.entity(reference.table);
      const found = parent === undefined ? null : await titlesOf(client, parent, goesOn);
      if (found?.ok) titles.set(reference.table, found.value);
    }
    const context = { locale, today, people, titles, existing: existing.value };
    const planned = emptyPlan();
    for (const [index, cells] of table.rows.entries()) {
      if (isCancelled.current) return;
      planRow(entity, mapping, cells, index + 2, context, planned);
      if (index % LINES_AT_ONCE !== 0) continue;
      setStep({ kind: 'check', done: index, total: table.rows.length });
      // Not a frame: a window that is hidden has none.
      await new Promise((resolve) => setTimeout(resolve));
    }
    setStep({ kind: 'review', table, mapping, plan: planned.plan });
  }

  async function run(plan: ImportPlan) {
    isCancelled.current = false;
    setStep({ kind: 'run', done: 0, total: plan.rows.length });
    const { saved, result } = await runImport({
      client,
      entity,
      rows: plan.rows,
      duplicates,
      onProgress: (done, total) => setStep({ kind: 'run', done, total }),
      isCancelled: () => isCancelled.current,
    });
    if (!result.ok) notices.fail(result.error);
    const count = saved.reduce((sum, batch) => sum + batch.length, 0);
    const said = result.ok && result.value === 'done' ? 'csv.imported' : 'csv.stopped';
    const values = { count, what, total: plan.rows.length };
    if (count > 0) changes.remember(saved, { key: said, values });
    else notices.say(said, values);
    onClose();
  }

  async function choose(file: File | undefined) {
    if (file === undefined) return;
    const table = readCsv(decodeCsv(await file.arrayBuffer()));
    if (table.headers.length === 0 || table.rows.length === 0) return void notices.say('csv.emptyFile');
    setStep({ kind: 'map', table, mapping: guessMapping(entity, table.headers) });
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
            <Button look="primary" onPress={() => void check(step.table, step.mapping)}>
              {t('csv.check')}
            </Button>
          )}
          {step.kind === 'review' && (
            <>
              <Button onPress={() => setStep({ kind: 'map', table: step.table, mapping: step.mapping })}>
                {t('common.back')}
              </Button>
              <Button look="primary" isDisabled={toSave === 0} onPress={() => void run(step.plan)}>
                {t('csv.import', { count: toSave, what: word(toSave === 1 ? entity.singular : entity.label) })}
              </Button>
            </>
          )}
        </>
      }
    >
      {step.kind === 'choose' && <ChooseFile onChoose={(file) => void choose(file)} />}
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
        <ProgressBar
          className="progress"
          aria-label={t(step.kind === 'check' ? 'csv.checking' : 'csv.saving')}
          value={step.done}
          maxValue={Math.max(1, step.total)}
        >
          {({ percentage }) => (
            <>
              <p className="tabular">
                {t(step.kind === 'check' ? 'csv.checking' : 'csv.saving')}{' '}
                {t('csv.progress', { done: step.done, total: step.total })}
              </p>
              <div className="progress__track">
                <div className="progress__fill" style={{ width: `${percentage ?? 0}%` }} />
              </div>
            </>
          )}
        </ProgressBar>
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
