import '../zod-jitless.ts';
import { v7 as uuidv7 } from 'uuid';
import {
  createImportSession,
  FileError,
  type ImportChoices,
  type ImportSession,
  type LineKind,
  leftOutOf,
  reasonWords,
  samplesOf,
} from '#app/import/index.ts';
import { type Catalogue, catalogueText, type Language } from '#app/text/index.ts';
import type { SourceView, WorkerAnswer, WorkerMethods, WorkerRequest, WorkerStart } from './worker-contract.ts';

/** All long-running work of an import runs here, off the window's thread. */
let session: ImportSession | null = null;

const SAMPLES = 3;
const PROGRESS_EVERY_MS = 50;

function opened(): ImportSession {
  if (session === null) throw new Error('The import has not begun.');
  return session;
}

function views(): SourceView[] {
  const current = opened();
  return current.sources().map(({ file, sheet, table, mapping, columnFormats, preset }, index) => ({
    file,
    fileName: current.fileName(file),
    title: current.sourceTitle(index),
    name: sheet.name,
    table,
    mapping,
    columnFormats,
    preset,
    headers: sheet.headers,
    headerLine: sheet.headerLine,
    form: sheet.form,
    count: sheet.lines.length,
    brokenCount: sheet.broken.length,
    isHidden: sheet.isHidden ?? false,
    hiddenLines: sheet.hiddenLines ?? 0,
    samples: samplesOf(sheet, SAMPLES),
  }));
}

let reportedAt = 0;

/** Limits progress reports, so that they cost less than the work. */
function report(id: number, share: number): boolean {
  const now = performance.now();
  if (now - reportedAt > PROGRESS_EVERY_MS) {
    reportedAt = now;
    post({ id, kind: 'progress', share });
  }
  return true;
}

const post = (answer: WorkerAnswer) => self.postMessage(answer);

const methods: {
  [M in keyof WorkerMethods]: (id: number, ...args: Parameters<WorkerMethods[M]>) => ReturnType<WorkerMethods[M]>;
} = {
  start(_id, context: WorkerStart) {
    session = createImportSession({ ...context, newId: () => uuidv7() });
  },
  open(id, name: string, bytes: Uint8Array) {
    opened().open(name, bytes, (share) => report(id, share));
    return views();
  },
  reread(_id, file, choices) {
    opened().reread(file, choices);
    return views();
  },
  setTable(_id, index, table) {
    opened().setTable(index, table);
    return views();
  },
  setMapping(_id, index, mapping) {
    opened().setMapping(index, mapping);
    return views();
  },
  setColumnFormats(_id, index, columnFormats) {
    opened().setColumnFormats(index, columnFormats);
    return views();
  },
  forgetKnown: () => opened().forgetKnown(),
  addKnown: (_id, table, records) => opened().addKnown(table, records),
  plan(id, choices: ImportChoices) {
    const planning = opened().plan(choices);
    for (;;) {
      const step = planning.next();
      if (step.done) return step.value;
      report(id, step.value);
    }
  },
  page: (_id, kinds: readonly LineKind[], from: number, limit: number) => opened().page(kinds, from, limit),
  changes: (_id, from, limit, existing) => opened().changes(from, limit, existing),
  leftOut: (_id, catalogue: Catalogue, language: Language, locale: string) =>
    leftOutOf(opened(), reasonWords(catalogueText(catalogue, language, locale), opened().sourceTitle)),
};

self.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => {
  const { id, method, args } = data;
  try {
    const run = methods[method] as (id: number, ...args: unknown[]) => unknown;
    post({ id, kind: 'done', value: run(id, ...args) });
  } catch (thrown) {
    const code = thrown instanceof FileError ? thrown.code : null;
    post({ id, kind: 'failed', code, message: String(thrown) });
  }
});
