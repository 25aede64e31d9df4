import { AlertTriangle, Check, CloudUpload, GitCompareArrows } from 'lucide-react';
import { memo } from 'react';
import type { Badge } from '#app/contract/records.ts';
import { useSpeech } from '../hooks/speech.tsx';

const icons = { synced: Check, pending: CloudUpload, conflict: GitCompareArrows, parked: AlertTriangle };

interface SyncBadgeProps {
  badge: Badge;
  /** Says nothing aloud of records that are uploaded. */
  isQuiet?: boolean;
  isIconOnly?: boolean;
}

/** Where a record stands: icon and words; the words of an uploaded one are for screen readers only, to keep lists calm. */
export const SyncBadge = memo(function SyncBadge({ badge, isQuiet = false, isIconOnly = false }: SyncBadgeProps) {
  const { t } = useSpeech();
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
