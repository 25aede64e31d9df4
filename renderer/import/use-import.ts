import { useEffect, useRef, useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { FerryError } from '#app/contract/errors.ts';
import {
  defaultChoices,
  type FileChoices,
  type ImportChoices,
  type LineKind,
  type PlanSummary,
} from '#app/import/index.ts';
import { type AnyEntity, ferrySchema } from '#app/schema/index.ts';
import { catalogueOf } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { toBase64 } from '../store/to-base64.ts';
import { addKnownRecords } from './known-records.ts';
import { rememberedValues, rememberValues } from './remembered-values.ts';
import { reportImport } from './report-import.ts';
import { runImport } from './run-import.ts';
import { createWorkerClient, type WorkerClient, WorkerError } from './worker-client.ts';
import type { SourceView } from './worker-contract.ts';

const MOST_NAME_LENGTH = 200;

export type ImportStep =
  | { kind: 'choose'; problems: readonly FileProblem[] }
  | { kind: 'read'; share: number }
  | { kind: 'map'; error: FerryError | null }
  | { kind: 'check'; share: number }
  /** `share`: how far a plan by changed choices is, which replaces this one; null if none is being made. */
  | { kind: 'review'; summary: PlanSummary; share: number | null }
  | { kind: 'run'; done: number; total: number };

/** A file that could not be read, with the reason. */
export interface FileProblem {
  name: string;
  code: WorkerError['code'];
}

export interface ImportFile {
  name: string;
  read(): Promise<ArrayBuffer>;
}

export type Import = ReturnType<typeof useImport>;

/** The state of an import from files to the end: its current step, and the actions there. */
export function useImport(entity: AnyEntity, onClose: () => void) {
  const { client, changes, notices } = useRendererStore();
  const { t, word, locale, language } = useI18n();
  const people = useRendererState((state) => state.session?.people) ?? [];
  const today = useToday();
  const [step, setStep] = useState<ImportStep>({ kind: 'choose', problems: [] });
  const [sources, setSources] = useState<readonly SourceView[]>([]);
  const [choices, setChoices] = useState<ImportChoices>({
    ...defaultChoices,
    values: new Map(),
    keepsBadCells: true,
    identity: {},
  });
  const [existing, setExisting] = useState<'skip' | 'update'>('skip');
  const workerRef = useRef<WorkerClient | null>(null);
  const isCancelled = useRef(false);
  const latestCheck = useRef(0);
  const checks = useRef<Promise<void>>(Promise.resolve());
  useEffect(() => {
    isCancelled.current = false;
    return () => {
      isCancelled.current = true;
      workerRef.current?.dispose();
      workerRef.current = null;
    };
  }, []);

  function worker(): WorkerClient {
    workerRef.current ??= createWorkerClient();
    return workerRef.current;
  }

  /** An unexpected worker error is a bug in Ferry; show it. */
  function fault(thrown: unknown): FerryError {
    return { code: 'app.failed', action: 'retry', details: { reason: String(thrown) } };
  }

  async function open(files: readonly ImportFile[]) {
    if (files.length === 0) return;
    setStep({ kind: 'read', share: 0 });
    const problems: FileProblem[] = [];
    let views: readonly SourceView[] = sources;
    if (sources.length === 0) await worker().call('start', [{ locale, today, people, preferred: entity.table }]);
    for (const { name, read } of files) {
      try {
        const bytes = new Uint8Array(await read());
        views = await worker().call('open', [name, bytes], (share) => setStep({ kind: 'read', share }));
      } catch (thrown) {
        problems.push({ name, code: thrown instanceof WorkerError ? thrown.code : null });
      }
    }
    if (isCancelled.current) return;
    setSources(views);
    const values = rememberedValues(views.map(({ preset }) => preset));
    setChoices((before) => ({ ...before, values: new Map([...values, ...before.values]) }));
    if (problems.length > 0 || views.length === 0) setStep({ kind: 'choose', problems });
    else setStep({ kind: 'map', error: null });
  }

  async function change(changing: Promise<SourceView[]>) {
    try {
      setSources(await changing);
    } catch (thrown) {
      if (thrown instanceof WorkerError && thrown.code !== null) notices.say(`import.file.${thrown.code}`);
      else notices.fail(fault(thrown));
    }
  }

  /** Plans by these choices. A review stays on the screen meanwhile, so that focus and place are kept. */
  function check(next: ImportChoices = choices): Promise<void> {
    isCancelled.current = false;
    latestCheck.current += 1;
    const id = latestCheck.current;
    setChoices(next);
    showChecking(0);
    // One at a time: each replaces the known records in the worker.
    checks.current = checks.current.then(() => (isCurrentCheck(id) ? plan(next, id) : undefined));
    return checks.current;
  }

  const isCurrentCheck = (id: number) => id === latestCheck.current && !isCancelled.current;

  function showChecking(share: number) {
    setStep((before) => (before.kind === 'review' ? { ...before, share } : { kind: 'check', share }));
  }

  async function plan(wanted: ImportChoices, id: number) {
    const goesOn = () => isCurrentCheck(id);
    try {
      const tables = sources.flatMap(({ table }) => (table === null ? [] : [table]));
      const known = await addKnownRecords(client, worker(), tables, goesOn);
      if (!goesOn()) return;
      if (!known.ok) return setStep({ kind: 'map', error: known.error });
      const summary = await worker().call('plan', [wanted], (share) => goesOn() && showChecking(share));
      if (goesOn()) setStep({ kind: 'review', summary, share: null });
    } catch (thrown) {
      if (goesOn()) setStep({ kind: 'map', error: fault(thrown) });
    }
  }

  async function run(summary: PlanSummary, total: number) {
    isCancelled.current = false;
    setStep({ kind: 'run', done: 0, total });
    rememberValues(
      sources.map(({ preset }) => preset),
      choices.values,
    );
    const name = [...new Set(sources.map(({ fileName }) => fileName))].join(', ').slice(0, MOST_NAME_LENGTH);
    const label = { importId: uuidv7(), table: entity.table, name };
    const outcome = await runImport({
      client,
      worker: worker(),
      existing,
      total,
      label,
      onProgress: (done) => setStep({ kind: 'run', done, total }),
      isCancelled: () => isCancelled.current,
    });
    onClose();
    const tables = new Set(sources.flatMap(({ table }) => (table === null ? [] : [table])));
    const labels = new Set([...tables].map((table) => ferrySchema.entity(table)?.label ?? entity.label));
    const what = [...labels].map(word).join(', ');
    const values = { count: outcome.count, what, total, left: leftOutCount(summary, existing) };
    await reportImport({ client, changes, notices }, outcome, label, values);
  }

  async function saveLeftOut() {
    try {
      for (const { name, bytes } of await worker().call('leftOut', [catalogueOf(language), language, locale])) {
        const answer = await client.saveFile({
          name: t('import.leftOutName', { name }),
          content: toBase64(bytes),
          encoding: 'base64',
        });
        if (!answer.ok) return notices.fail(answer.error);
        if (answer.value !== null) notices.say('common.saved', { path: answer.value });
      }
    } catch (thrown) {
      notices.fail(fault(thrown));
    }
  }

  return {
    step,
    sources,
    choices,
    existing,
    setExisting,
    open,
    setTable: (index: number, table: string | null) => change(worker().call('setTable', [index, table])),
    setMapping: (index: number, mapping: SourceView['mapping']) =>
      change(worker().call('setMapping', [index, mapping])),
    setColumnFormats: (index: number, columnFormats: SourceView['columnFormats']) =>
      change(worker().call('setColumnFormats', [index, columnFormats])),
    reread: (file: number, message: FileChoices) => change(worker().call('reread', [file, message])),
    check,
    setChoices,
    back() {
      latestCheck.current += 1;
      setStep({ kind: 'map', error: null });
    },
    run,
    page: (kinds: readonly LineKind[], limit: number) => worker().call('page', [kinds, 0, limit]),
    saveLeftOut,
    cancel() {
      isCancelled.current = true;
      if (step.kind !== 'run') onClose();
    },
  };
}

/** Number of lines not imported although they have content of their own, plus cells left out of imported lines. */
export function leftOutCount({ counts, broken, cellsOut }: PlanSummary, existing: 'skip' | 'update'): number {
  const kinds =
    existing === 'skip'
      ? (['refused', 'unclear', 'repeated', 'update'] as const)
      : (['refused', 'unclear', 'repeated'] as const);
  const lines = Object.values(counts).reduce(
    (sum, ofTable) => sum + kinds.reduce((count, kind) => count + (ofTable[kind] ?? 0), 0),
    0,
  );
  return lines + broken.length + cellsOut;
}
