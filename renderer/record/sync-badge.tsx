import { AlertTriangle, Check, CloudAlert, CloudUpload, GitCompareArrows } from 'lucide-react';
import { memo } from 'react';
import type { Badge, CachedRecord } from '#app/contract/lists.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { hasUnsavedFields } from '../store/save-retries.ts';
import { useRendererState } from '../store/store-context.ts';

const icons = {
  unsaved: CloudAlert,
  synced: Check,
  pending: CloudUpload,
  conflict: GitCompareArrows,
  parked: AlertTriangle,
};

interface SyncBadgeProps {
  /** `unsaved`: the field's value is not on disk yet. */
  badge: Badge | 'unsaved';
  /** Not announced for uploaded records. */
  isQuiet?: boolean;
  isIconOnly?: boolean;
}

/** A record's sync state: icon and text; "uploaded" has text for screen readers only, to keep lists calm. */
export const SyncBadge = memo(function SyncBadge({ badge, isQuiet = false, isIconOnly = false }: SyncBadgeProps) {
  const { t } = useI18n();
  const Icon = icons[badge];
  return (
    <span className={`badge badge--${badge}`} title={t(`badge.${badge}`)}>
      <Icon size={14} strokeWidth={2} aria-hidden />
      <span className={isIconOnly || (isQuiet && badge === 'synced') ? 'visually-hidden' : 'truncate'}>
        {t(`badge.short.${badge}`)}
      </span>
    </span>
  );
});

type RecordBadgeProps = Omit<SyncBadgeProps, 'badge'> & { record: Pick<CachedRecord, 'table' | 'id' | 'badge'> };

/** For a record on screen: a value that could not be saved makes it unsaved. */
export function RecordBadge({ record: { table, id, badge }, ...look }: RecordBadgeProps) {
  const hasUnsaved = useRendererState((state) => hasUnsavedFields(state, table, id));
  return <SyncBadge badge={hasUnsaved ? 'unsaved' : badge} {...look} />;
}
