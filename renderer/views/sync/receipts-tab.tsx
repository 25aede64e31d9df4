import { ReceiptText } from 'lucide-react';
import { useState } from 'react';
import type { Receipt } from '#app/contract/records.ts';
import { addDays, dayInput, parseDay } from '#app/text/index.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TextInput } from '../../components/text-input.tsx';
import { useDesk } from '../../hooks/desk-context.ts';
import { useSpeech } from '../../hooks/speech.tsx';
import { useSyncAnswer } from '../../hooks/use-answer.ts';
import { useSaveFile } from '../../hooks/use-save-file.ts';
import { useToday } from '../../hooks/use-today.ts';
import { receiptsDocument } from '../../model/receipts.ts';
import { hrefOf } from '../../model/route.ts';

const MOST_ASKED = 1000;
const DAYS_BACK = 7;

const startOf = (day: string) => new Date(`${day}T00:00:00`).getTime();

/** Proof of what was uploaded in a period: when it was saved, when the server said it has it, and under which number. */
export function ReceiptsTab() {
  const { client } = useDesk();
  const { t, formats, locale } = useSpeech();
  const today = useToday();
  const saveFile = useSaveFile();
  const [from, setFrom] = useState(() => dayInput(addDays(today, -DAYS_BACK), locale));
  const [until, setUntil] = useState(() => dayInput(today, locale));
  const fromDay = parseDay(from, locale, today);
  const untilDay = parseDay(until, locale, today);
  const { value } = useSyncAnswer(
    () =>
      client.listReceipts({
        from: startOf(fromDay ?? today),
        until: startOf(addDays(untilDay ?? today, 1)),
        limit: MOST_ASKED,
      }),
    [client, fromDay, untilDay, today],
  );
  const bad = (day: string | null) => (day === null ? t('field.noSuchDay') : null);
  const receipts = [...(value ?? [])].reverse();
  return (
    <>
      <div className="page__intro">
        <p className="muted">{t('receipts.intro')}</p>
      </div>
      <div className="receipts__period">
        <TextInput
          label={t('filter.from')}
          value={from}
          error={bad(fromDay)}
          onChange={(event) => setFrom(event.target.value)}
        />
        <TextInput
          label={t('filter.until')}
          value={until}
          error={bad(untilDay)}
          onChange={(event) => setUntil(event.target.value)}
        />
        <Button
          isDisabled={receipts.length === 0}
          onPress={() =>
            void saveFile(`ferry-receipts-${fromDay ?? ''}-${untilDay ?? ''}.json`, receiptsDocument(receipts))
          }
        >
          {t('receipts.export')}
        </Button>
      </div>
      {value !== undefined && receipts.length === 0 ? (
        <EmptyState
          icon={<ReceiptText size={28} aria-hidden />}
          title={t('receipts.empty')}
          hint={t('receipts.emptyHint')}
        />
      ) : (
        <ol className="runs">
          {receipts.map((receipt) => (
            <ReceiptLine
              key={receipt.changeId}
              receipt={receipt}
              formatted={formats.dayAndTime(receipt.acknowledgedAt)}
            />
          ))}
        </ol>
      )}
    </>
  );
}

function ReceiptLine({ receipt, formatted }: { receipt: Receipt; formatted: string }) {
  const { t, formats } = useSpeech();
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
