import { useCallback, useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { Activity } from '#app/contract/protocol.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { errorText, valueText } from '#app/text/index.ts';
import { Avatar } from '../components/avatar.tsx';
import { Button } from '../components/button.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useReceiptExport } from '../hooks/use-receipt-export.ts';
import { useValueContext } from '../hooks/use-value-context.ts';
import { recordKey } from '../store/state.ts';

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

  const load = useCallback(
    async (before?: number) => {
      const answer = await client.getActivity(entity.table, id, ...(before === undefined ? [] : [before]));
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

  const words = () => {
    if (error !== null) {
      const isOffline = error.code.startsWith('network.') || error.code === 'auth.required';
      return isOffline ? t('activity.offline') : errorText(error, text);
    }
    if (entries === null) return t('common.loading');
    return entries.length === 0 ? t('activity.none') : null;
  };
  const isTrailShown = error === null && entries !== null && entries.length > 0;
  return (
    <>
      {(isTrailShown || error !== null) && (
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
      {words() !== null && <p className="muted">{words()}</p>}
      {isTrailShown && (
        <ol className="trail">
          {entries.map((entry, index) => (
            <TrailEntry key={entry.seq} entity={entity} id={id} entry={entry} canRestore={!isReadOnly && index > 0} />
          ))}
        </ol>
      )}
      {isTrailShown && next !== null && <Button onPress={() => void load(next)}>{t('activity.more')}</Button>}
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
  const context = useValueContext();
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
    <li className="trail__entry">
      <Avatar id={entry.personId} name={entry.personName} />
      <div className="trail__text">
        <p>{said()}</p>
        {entry.operation === 'update' && (
          <dl className="trail__changes">
            {fields.map(([name, { from, to }]) => {
              const field = entity.fields[name];
              if (field === undefined) return null;
              return (
                <div key={name} className="trail__change">
                  <dt>{label(field.label)}</dt>
                  <dd className="selectable">
                    <del>{valueText(field, from, {}, context) || t('common.empty')}</del>{' '}
                    <ins>{valueText(field, to, {}, context) || t('common.empty')}</ins>
                  </dd>
                </div>
              );
            })}
          </dl>
        )}
        <p className="trail__when">
          <time dateTime={new Date(entry.at).toISOString()} title={formats.dayAndTime(entry.at)}>
            {t('activity.acknowledged', { time: formats.relative(entry.at) })}
          </time>{' '}
          {t('activity.device', { device: entry.deviceName })}
        </p>
        {canRestore && entry.operation !== 'delete' && (
          <Button look="quiet" onPress={() => void restore()}>
            {t('activity.restore')}
          </Button>
        )}
      </div>
    </li>
  );
}
