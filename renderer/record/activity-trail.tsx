import { useCallback, useEffect, useRef, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { Activity } from '#app/contract/protocol.ts';
import { recordKey } from '#app/contract/record-key.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useReceiptExport } from '../receipts/use-receipt-export.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { UploadedEntries, WaitingEntries } from './local-trail.tsx';
import { TrailItem } from './trail-item.tsx';
import { RECEIPTS_AT_ONCE, useLocalTrail } from './use-local-trail.ts';

interface ActivityTrailProps {
  entity: AnyEntity;
  id: string;
  isReadOnly: boolean;
}

/**
 * A record's history: who changed what, on which device, and when the server acknowledged it; any earlier state can be
 * restored.
 */
export function ActivityTrail({ entity, id, isReadOnly }: ActivityTrailProps) {
  const { client } = useRendererStore();
  const { t, text } = useI18n();
  const exportReceipts = useReceiptExport();
  const isAlone = useAlone();
  // Without a server every save is an entry, and no version counts them.
  const version = useRendererState(({ records }) => {
    const record = records[recordKey(entity.table, id)];
    return isAlone ? record?.data : record?.version;
  });
  const [entries, setEntries] = useState<Activity[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [error, setError] = useState<FerryError | null>(null);

  const round = useRef(0);
  const load = useCallback(
    async (before?: number) => {
      round.current += 1;
      const asked = round.current;
      const answer = await client.getActivity(entity.table, id, ...(before === undefined ? [] : [before]));
      // A duplicate answer, or one for a list that has restarted, must not be added.
      if (asked !== round.current) return;
      if (!answer.ok) return setError(answer.error);
      setError(null);
      setNext(answer.value.next);
      setEntries((known) =>
        before === undefined ? answer.value.entries : [...(known ?? []), ...answer.value.entries],
      );
    },
    [client, entity.table, id],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version from the server means a new entry
  useEffect(() => void load(), [load, version]);

  const [most, setMost] = useState(RECEIPTS_AT_ONCE);
  const { value: local } = useLocalTrail(entity.table, id, most);
  const isOffline = error !== null && (error.code.startsWith('network.') || error.code === 'auth.required');
  // Without the server: its last answer, plus receipts of later uploads; nothing twice, whichever arrives first.
  const known = error === null || isOffline ? (entries ?? []) : [];
  const receipts = (isOffline ? local?.uploaded : undefined) ?? [];
  const isKnown = ({ changeId }: { changeId: string }) => known.some((entry) => entry.changeId === changeId);
  const uploaded = receipts.filter((receipt) => !isKnown(receipt));
  const isUploaded = ({ changeId }: { changeId: string }) => receipts.some((receipt) => receipt.changeId === changeId);
  const waiting = (local?.waiting ?? []).filter((change) => !isKnown(change) && !isUploaded(change));
  const words = () => {
    if (isOffline && known.length > 0) return t('activity.offlineSeen');
    if (isOffline) return t(uploaded.length > 0 ? 'activity.offlineKnown' : 'activity.offline');
    if (error !== null) return errorText(error, text);
    if (entries === null) return t('common.loading');
    return entries.length === 0 ? t('activity.none') : null;
  };
  return (
    <>
      {!isAlone && (known.length > 0 || error !== null) && (
        <div className="trail__tools">
          {/* Receipts are local, so they do not need the server. */}
          <Button
            look="quiet"
            onPress={() => void exportReceipts(`ferry-receipts-${id}`, { table: entity.table, recordId: id }, 'json')}
          >
            {t('receipts.exportRecord')}
          </Button>
        </div>
      )}
      {waiting.length > 0 && (
        <ol className="trail" aria-label={t('activity.waitingList')}>
          <WaitingEntries entity={entity} entries={waiting} />
        </ol>
      )}
      {words() !== null && <p className="muted trail__words">{words()}</p>}
      {(known.length > 0 || uploaded.length > 0) && (
        <ol className="trail">
          <UploadedEntries entity={entity} entries={uploaded} />
          {known.map((entry, index) => (
            <TrailEntry
              key={entry.seq}
              entity={entity}
              id={id}
              entry={entry}
              canRestore={!isReadOnly && error === null && index > 0}
            />
          ))}
        </ol>
      )}
      {receipts.length === most && known.length === 0 && (
        <Button onPress={() => setMost(most + RECEIPTS_AT_ONCE)}>{t('activity.more')}</Button>
      )}
      {error === null && known.length > 0 && next !== null && (
        <Button onPress={() => void load(next)}>{t('activity.more')}</Button>
      )}
    </>
  );
}

interface TrailEntryProps {
  entity: AnyEntity;
  id: string;
  entry: Activity;
  canRestore: boolean;
}

function TrailEntry({ entity, id, entry, canRestore }: TrailEntryProps) {
  const { client, changes, notices } = useRendererStore();
  const isAlone = useAlone();
  const { t, label, formats } = useI18n();
  const fields = Object.entries(entry.fields).filter(([name]) => entity.fields[name] !== undefined);
  const summary = (): string => {
    const person = entry.personName;
    switch (entry.operation) {
      case 'insert':
        return t('activity.created', { person });
      case 'delete':
        return t('activity.deleted', { person });
      case 'update': {
        const names = fields.map(([name]) => label(entity.fields[name]?.label ?? entity.label));
        return t('activity.changed', { person, fields: formats.list(names) });
      }
    }
  };

  async function restore() {
    const answer = await client.restoreState(entity.table, id, entry.seq);
    if (!answer.ok) return notices.fail(answer.error);
    if (answer.value === null) return;
    changes.remember([[answer.value.changeId]], { key: 'activity.restoredToast' });
  }

  return (
    <TrailItem
      entity={entity}
      person={{ id: entry.personId, name: entry.personName }}
      message={summary()}
      changes={entry.operation === 'update' ? fields.map(([name, { from, to }]) => ({ name, from, to })) : []}
      when={
        <>
          <time dateTime={new Date(entry.at).toISOString()} title={formats.dayAndTime(entry.at)}>
            {isAlone ? formats.relative(entry.at) : t('activity.acknowledged', { time: formats.relative(entry.at) })}
          </time>{' '}
          {isAlone ? t('activity.thisComputer') : t('activity.device', { device: entry.deviceName })}
        </>
      }
    >
      {canRestore && entry.operation !== 'delete' && (
        <Button look="quiet" onPress={() => void restore()}>
          {t('activity.restore')}
        </Button>
      )}
    </TrailItem>
  );
}
