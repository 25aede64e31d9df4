import { AlertTriangle, Check, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { actionText, errorText } from '#app/text/index.ts';
import { Button, IconButton } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useErrorAction } from '../navigation/use-error-action.ts';
import type { Notice } from '../store/state.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

const SHOWN_MS = 7000;

/**
 * Messages at the lower edge; they stay while hovered or focused. Rendered beside the page and above every dialog
 * (which React Aria recognises by the attribute): a dialog hides the page, but its errors must be announced and
 * clickable, and a click on them must not count as outside the dialog.
 */
export function Notices() {
  const { t } = useI18n();
  const notices = useRendererState((state) => state.notices);
  return createPortal(
    <section className="notices" aria-label={t('common.notices')} aria-live="polite" data-react-aria-top-layer="true">
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>,
    document.body,
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { text, t } = useI18n();
  const { notices } = useRendererStore();
  const actOn = useErrorAction();
  const [isHeld, setHeld] = useState(false);
  const { message, button, tone, id } = notice;
  const error = 'error' in message ? message.error : null;

  const hold = () => setHeld(true);
  const letGo = () => setHeld(false);
  useEffect(() => {
    // A problem stays until it is dismissed.
    if (isHeld || tone !== 'plain') return;
    const timer = setTimeout(() => notices.dismiss(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, tone, notices, id]);

  const press = button?.press ?? (error === null ? undefined : actOn(error));
  const label = button !== null ? t(button.label) : error === null ? '' : actionText(error, text);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only keeps the message from fading; nothing is done here
    <div className={`notice notice--${tone}`} onMouseEnter={hold} onMouseLeave={letGo} onFocus={hold} onBlur={letGo}>
      {tone === 'plain' ? <Check size={16} aria-hidden /> : <AlertTriangle size={16} aria-hidden />}
      <p className="notice__text selectable">
        {error === null && 'key' in message ? t(message.key, message.values) : null}
        {error !== null ? errorText(error, text) : null}
      </p>
      {press !== undefined && (
        <Button
          look="quiet"
          onPress={() => {
            notices.dismiss(id);
            press();
          }}
        >
          {label}
        </Button>
      )}
      <IconButton label={t('common.dismiss')} onPress={() => notices.dismiss(id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
