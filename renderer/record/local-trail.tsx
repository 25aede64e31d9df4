import { Clock3 } from 'lucide-react';
import type { Receipt } from '#app/contract/history.ts';
import type { QueuedChange } from '#app/contract/queue.ts';
import type { AnyEntity } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { TrailItem } from './trail-item.tsx';

interface EntriesProps<T> {
  entity: AnyEntity;
  entries: readonly T[];
}

/** Waiting changes: the newest part of the history, not yet on the server. */
export function WaitingEntries({ entity, entries }: EntriesProps<QueuedChange>) {
  const { t, formats } = useI18n();
  const textOf = useOwnWords(entity);
  const me = useMe();
  return entries.map((change) => {
    const time = formats.relative(change.createdAt);
    return (
      <TrailItem
        key={change.changeId}
        entity={entity}
        person={me}
        message={textOf(change)}
        changes={changesOf(entity, change).map(([name, to]) => ({ name, from: change.base[name], to }))}
        isWaiting
        when={
          <>
            <Clock3 size={12} aria-hidden />{' '}
            <time dateTime={new Date(change.createdAt).toISOString()} title={formats.dayAndTime(change.createdAt)}>
              {t(change.state === 'parked' ? 'activity.parked' : 'activity.waiting', { time })}
            </time>
          </>
        }
      />
    );
  });
}

/** Uploads of this desk from its receipts, shown while the server is unreachable. */
export function UploadedEntries({ entity, entries }: EntriesProps<Receipt>) {
  const { t, formats } = useI18n();
  const textOf = useOwnWords(entity);
  const me = useMe();
  return entries.map((receipt) => (
    <TrailItem
      key={receipt.changeId}
      entity={entity}
      person={me}
      message={textOf(receipt)}
      changes={changesOf(entity, receipt).map(([name, to]) => ({ name, from: undefined, to }))}
      when={
        <time
          dateTime={new Date(receipt.acknowledgedAt).toISOString()}
          title={formats.dayAndTime(receipt.acknowledgedAt)}
        >
          {t('activity.acknowledged', { time: formats.relative(receipt.acknowledgedAt) })} {t('activity.thisComputer')}
        </time>
      }
    />
  ));
}

const changesOf = (entity: AnyEntity, { operation, data }: Pick<QueuedChange, 'operation' | 'data'>) =>
  operation === 'update' ? Object.entries(data).filter(([name]) => entity.fields[name] !== undefined) : [];

function useMe() {
  const person = useRendererState((state) => state.session?.person);
  return { id: person?.id ?? '', name: person?.name ?? '' };
}

function useOwnWords(entity: AnyEntity) {
  const { t, label, formats } = useI18n();
  return (change: Pick<QueuedChange, 'operation' | 'data'>): string => {
    switch (change.operation) {
      case 'insert':
        return t('activity.madeHere');
      case 'delete':
        return t('activity.deletedHere');
      case 'update': {
        const names = changesOf(entity, change).map(([name]) => label(entity.fields[name]?.label ?? entity.label));
        return t('activity.changedHere', { fields: formats.list(names) });
      }
    }
  };
}
