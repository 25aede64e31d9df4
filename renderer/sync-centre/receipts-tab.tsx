import { ReceiptText } from 'lucide-react';
import { useState } from 'react';
import type { Receipt } from '#app/contract/history.ts';
import { addDays, dayInput } from '#app/text/index.ts';
import { AsyncResult } from '../components/async-result.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ShowMore } from '../components/show-more.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useDayReading } from '../i18n/use-day-reading.ts';
import { useToday } from '../i18n/use-today.ts';
import { hrefOf } from '../navigation/route.ts';
import { placeOf } from '../receipts/all-receipts.ts';
import { type ReceiptFormat, useReceiptExport } from '../receipts/use-receipt-export.ts';
import { useRendererStore } from '../store/store-context.ts';
import { usePages } from '../store/use-pages.ts';

const PAGE_SIZE = 200;
const DAYS_BACK = 7;

const startOf = (day: string) => new Date(`${day}T00:00:00`).getTime();

/** Proof of uploads in a period: when saved, when acknowledged, and under which sequence. */
export function ReceiptsTab() {
  const { client } = useRendererStore();
  const { t, formats, locale } = useI18n();
  const today = useToday();
  const exportReceipts = useReceiptExport();
  const [from, setFrom] = useState(() => dayInput(addDays(today, -DAYS_BACK), locale));
  const [until, setUntil] = useState(() => dayInput(today, locale));
  const read = useDayReading();
  const { day: fromDay, reading: fromReading } = read(from);
  const { day: untilDay, reading: untilReading } = read(until);
  const period = { from: startOf(fromDay ?? today), until: startOf(addDays(untilDay ?? today, 1)) };
  const answer = usePages<Receipt>(
    PAGE_SIZE,
    (after) => client.listReceipts({ ...period, after: placeOf(after), isNewestFirst: true, limit: PAGE_SIZE }),
    [client, fromDay, untilDay, today],
  );
  const exportAs = (format: ReceiptFormat) =>
    void exportReceipts(`ferry-receipts-${fromDay ?? ''}-${untilDay ?? ''}`, period, format);
  const isNothing = fromDay === null || untilDay === null || answer.value?.items.length === 0;
  const bad = (day: string | null) => (day === null ? t('field.noSuchDay') : null);
  return (
    <>
      <div className="page__intro">
        <p className="muted">{t('receipts.intro')}</p>
      </div>
      <div className="receipts__period">
        <TextInput
          label={t('filter.from')}
          value={from}
          hint={fromReading}
          error={bad(fromDay)}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextInput
          label={t('filter.until')}
          value={until}
          hint={untilReading}
          error={bad(untilDay)}
          onChange={(event) => setUntil(event.target.value)}
        />
        <Button isDisabled={isNothing} onPress={() => exportAs('csv')}>
          {t('receipts.exportCsv')}
        </Button>
        <Button isDisabled={isNothing} onPress={() => exportAs('json')}>
          {t('receipts.exportJson')}
        </Button>
      </div>
      <AsyncResult answer={answer}>
        {(pages) =>
          pages.items.length === 0 ? (
            <EmptyState
              icon={<ReceiptText size={28} aria-hidden />}
              title={t('receipts.empty')}
              hint={t('receipts.emptyHint')}
            />
          ) : (
            <>
              <ol className="runs">
                {pages.items.map((receipt) => (
                  <ReceiptLine
                    key={receipt.changeId}
                    receipt={receipt}
                    formatted={formats.dayAndTime(receipt.acknowledgedAt)}
                  />
                ))}
              </ol>
              <ShowMore pages={pages} />
            </>
          )
        }
      </AsyncResult>
    </>
  );
}

function ReceiptLine({ receipt, formatted }: { receipt: Receipt; formatted: string }) {
  const { t, formats } = useI18n();
  return (
    <li className="run run--receipt">
      <time className="run__when tabular">{formatted}</time>
      <a
        className="run__reason truncate"
        href={hrefOf({ view: 'list', table: receipt.table, recordId: receipt.recordId })}
      >
        {receipt.title || t('list.untitled')}
      </a>
      <span className="run__outcome">
        <span className={`chip chip--${receipt.operation}`}>{t(`sync.op.${receipt.operation}`)}</span>{' '}
        <span className="muted">{t('receipts.number', { number: formats.number(receipt.version) })}</span>
      </span>
      <span className="run__duration tabular muted selectable">{receipt.changeId.slice(0, 13)}</span>
    </li>
  );
}
