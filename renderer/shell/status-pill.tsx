import { AlertTriangle, Check, CloudOff, CloudUpload, PauseCircle, RefreshCw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton, TooltipTrigger } from 'react-aria-components';
import type { DisplayStatus } from '#app/contract/status.ts';
import { type StatusTone, statusHint, statusText, statusTone } from '#app/text/index.ts';
import { Tip } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { goTo } from '../navigation/use-route.ts';
import { useRendererState } from '../store/store-context.ts';

const icons: Record<StatusTone, typeof Check> = {
  good: Check,
  busy: RefreshCw,
  waiting: CloudUpload,
  offline: CloudOff,
  attention: AlertTriangle,
};

const ANNOUNCE_EVERY_MS = 3000;

/** The sync status, always visible; opens the sync centre. */
export function StatusPill() {
  const { text, formats } = useI18n();
  const display = useRendererState((state) => state.status?.display ?? null);
  if (display === null) return null;
  const tone = statusTone(display);
  const Icon = display.kind === 'paused' ? PauseCircle : icons[tone];
  const message = statusText(display, text, formats);
  return (
    <>
      {/* Not a live region, which would read every step; the announcer below speaks less often. */}
      <div role="status" aria-live="off" className="pill-holder">
        <TooltipTrigger delay={400} closeDelay={0}>
          <AriaButton className={`pill pill--${tone}`} onPress={() => goTo(syncTabFor(display))}>
            <Icon size={15} strokeWidth={2} aria-hidden className={tone === 'busy' ? 'spinning' : ''} />
            <span className="pill__text tabular">{message}</span>
          </AriaButton>
          <Tip text={statusHint(display, text)} />
        </TooltipTrigger>
      </div>
      <Announcer message={message} isProgress={tone === 'busy'} />
    </>
  );
}

function syncTabFor(display: DisplayStatus) {
  if (display.kind !== 'needsAttention') return { view: 'sync', tab: 'waiting' } as const;
  return { view: 'sync', tab: display.parked > 0 ? 'attention' : 'conflicts' } as const;
}

/** Announces status changes to screen readers politely, at most every few seconds; progress only when it ends. */
function Announcer({ message, isProgress }: { message: string; isProgress: boolean }) {
  const [announced, setAnnounced] = useState('');
  const lastAt = useRef(0);
  useEffect(() => {
    if (isProgress) return;
    const waitMs = Math.max(0, lastAt.current + ANNOUNCE_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      lastAt.current = Date.now();
      setAnnounced(message);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [message, isProgress]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {announced}
    </div>
  );
}
