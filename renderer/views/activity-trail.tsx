import { useCallback, useEffect, useRef, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { Activity } from '#app/contract/protocol.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useLocalTrail } from '../hooks/use-local-trail.ts';
import { useReceiptExport } from '../hooks/use-receipt-export.ts';
import { recordKey } from '../store/state.ts';
import { UploadedEntries, WaitingEntries } from './local-trail.tsx';
import { TrailItem } from './trail-item.tsx';

interface ActivityTrailProps {
  entity: AnyEntity;
  id: string;
  isReadOnly: boolean;
}

/** Who changed what, on which device, and when the server acknowledged it; any earlier state can be brought back. */
export function ActivityTrail({ entity, id, isReadOnly }: ActivityTrailProps) {
  const { client } = useDesk();
  const { t, text } = useSpeech();
  const exportReceipts = useReceiptExport();
  const version = useDeskState((state) => state.records[recordKey(entity.table, id)]?.version);
  const [entries, setEntries] = useState<Activity[] | null>(null);
  const [next, setNext] = useState<number | null>(null);
  const [error, setError] = useState<FerryError | null>(null);

  const round = useRef(0);
  const load = useCallback(
    async (before?: number) => {
      round.current += 1;
      const asked = round.current;
      const answer = await client.getActivity(entity.table, id, ...(before === undefined ? [] : [before]));
      // Asked for twice, or for a list that has begun anew since: it must not stand there twice.
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

  const { value: local } = useLocalTrail(entity.table, id);
  const isOffline = error !== null && (error.code.startsWith('network.') || error.code === 'auth.required');
  const waiting = local?.waiting ?? [];
  const uploaded = (isOffline ? local?.uploaded : undefined) ?? [];
  const words = () => {
    if (isOffline) return t(uploaded.length > 0 ? 'activity.offlineKnown' : 'activity.offline');
    if (error !== null) return errorText(error, text);
    if (entries === null) return t('common.loading');
    return entries.length === 0 ? t('activity.none') : null;
  };
  const known = error === null ? (entries ?? []) : [];
  return (
    <>
      {(known.length > 0 || error !== null) && (
        <div className="trail__tools">
          {/* The receipts lie here, whether the server can be asked or not. */}
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
            <TrailEntry key={entry.seq} entity={entity} id={id} entry={entry} canRestore={!isReadOnly && index > 0} />
          ))}
        </ol>
      )}
      {known.length > 0 && next !== null && <Button onPress={() => void load(next)}>{t('activity.more')}</Button>}
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
  const { client, changes, notices } = useDesk();
  const { t, label, formats } = useSpeech();
  const fields = Object.entries(entry.fields).filter(([name]) => entity.fields[name] !== undefined);
  const said = () => {
    if (entry.operation === 'insert') return t('activity.created', { person: entry.personName });
    if (entry.operation === 'delete') return t('activity.deleted', { person: entry.personName });
    const names = fields.map(([name]) => label(entity.fields[name]?.label ?? entity.label));
    return t('activity.changed', { person: entry.personName, fields: formats.list(names) });
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
      said={said()}
      changes={entry.operation === 'update' ? fields.map(([name, { from, to }]) => ({ name, from, to })) : []}
      when={
        <>
          <time dateTime={new Date(entry.at).toISOString()} title={formats.dayAndTime(entry.at)}>
            {t('activity.acknowledged', { time: formats.relative(entry.at) })}
          </time>{' '}
          {t('activity.device', { device: entry.deviceName })}
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
