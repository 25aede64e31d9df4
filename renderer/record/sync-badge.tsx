import { AlertTriangle, Check, CloudAlert, CloudUpload, GitCompareArrows } from 'lucide-react';
import { memo } from 'react';
import type { Badge, CachedRecord } from '#app/contract/lists.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { hasUnsavedFields } from '../store/save-retries.ts';
import { useRendererState } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';

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
  const isAlone = useAlone();
  // A save on its way is shown as waiting for an instant; without a server nothing is.
  const isSaved = isAlone && (badge === 'synced' || badge === 'pending');
  if (isSaved) return <SavedBadge isHidden={isQuiet || isIconOnly} />;
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

function SavedBadge({ isHidden }: { isHidden: boolean }) {
  const { t } = useI18n();
  return (
    <span className="badge badge--synced" title={t('status.alone')}>
      <Check size={14} strokeWidth={2} aria-hidden />
      <span className={isHidden ? 'visually-hidden' : 'truncate'}>{t('status.alone')}</span>
    </span>
  );
}

type RecordBadgeProps = Omit<SyncBadgeProps, 'badge'> & { record: Pick<CachedRecord, 'table' | 'id' | 'badge'> };

/** For a record on screen: a value that could not be saved makes it unsaved. */
export function RecordBadge({ record: { table, id, badge }, ...look }: RecordBadgeProps) {
  const hasUnsaved = useRendererState((state) => hasUnsavedFields(state, table, id));
  return <SyncBadge badge={hasUnsaved ? 'unsaved' : badge} {...look} />;
}
