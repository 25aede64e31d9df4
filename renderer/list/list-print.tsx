import { lazy, Suspense, useState } from 'react';
import type { ListQuery } from '#app/contract/lists.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommand } from '../navigation/command-bus.ts';
import { useRendererStore } from '../store/store-context.ts';
import type { PrintDocument } from './print-document.ts';

// Rarely used; loading it on demand opens the window sooner.
const PrintSheet = lazy(async () => ({ default: (await import('./print-sheet.tsx')).PrintSheet }));

interface ListPrintProps {
  entity: AnyEntity;
  /** The open record, which is printed instead of the list. */
  recordId: string | null;
  columns: readonly string[];
  queries: readonly ListQuery[];
}

/** Prints the open record, or the list, or saves it as PDF. */
export function ListPrint({ entity, recordId, columns, queries }: ListPrintProps) {
  const store = useRendererStore();
  const i18n = useI18n();
  const { client, notices } = store;
  const [job, setJob] = useState<{ content: PrintDocument; isPdf: boolean } | null>(null);

  async function begin(isPdf: boolean) {
    const { listDocument, recordDocument } = await import('./print-document.ts');
    const deps = { ...store, i18n };
    const content =
      recordId === null
        ? await listDocument(deps, entity, columns, queries)
        : await recordDocument(deps, entity, recordId);
    if (content !== null) setJob({ content, isPdf });
  }
  async function finish({ content, isPdf }: NonNullable<typeof job>) {
    if (isPdf) {
      const saved = await client.savePdf(`${content.title} ${i18n.formats.dayOf(Date.now())}.pdf`);
      if (!saved.ok) notices.fail(saved.error);
      else if (saved.value !== null) notices.say('common.saved', { path: saved.value });
    } else {
      const printed = await client.printPage();
      if (!printed.ok) notices.fail(printed.error);
      else if (printed.value === 'failed') notices.say('print.failed');
    }
    setJob(null);
  }
  useCommand('print', () => void begin(false));
  useCommand('savePdf', () => void begin(true));
  return job === null ? null : (
    <Suspense>
      <PrintSheet content={job.content} onReady={() => void finish(job)} />
    </Suspense>
  );
}
