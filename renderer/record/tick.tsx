import { Check } from 'lucide-react';
import type { AnyEntity, RecordData } from '#app/schema/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { isClosed } from '../store/due.ts';

interface TickProps {
  entity: AnyEntity;
  data: RecordData;
  title: string;
  /** Not a tab stop within a grid, whose keys do the same. */
  isInGrid?: boolean;
  onTick: () => void;
}

/** Completes a record with one press, or reopens it; nothing for an entity that is never completed. */
export function Tick({ entity, data, title, isInGrid = false, onTick }: TickProps) {
  const { t } = useI18n();
  if (entity.done === undefined) return null;
  const isDone = isClosed(entity, data);
  return (
    <button
      type="button"
      className="tick"
      role="checkbox"
      aria-checked={isDone}
      aria-label={t('quick.tick', { title })}
      title={t('quick.complete')}
      tabIndex={isInGrid ? -1 : 0}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onTick();
      }}
    >
      <Check size={11} strokeWidth={3} aria-hidden />
    </button>
  );
}
