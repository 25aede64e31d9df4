import type { DisplayStatus } from '#app/contract/status.ts';
import type { Formats } from './formats.ts';
import type { Text } from './text.ts';

/** `good` needs nothing, `busy` is in progress, `waiting` continues by itself, `attention` needs a person. */
export type StatusTone = 'good' | 'busy' | 'waiting' | 'offline' | 'attention';

/** The short text of the status pill, the tray and the dock. */
export function statusText(display: DisplayStatus, text: Text, formats: Formats): string {
  const { t } = text;
  const withPending = (message: string, pending: number) =>
    pending === 0 ? message : `${message} · ${t('status.pending', { count: pending })}`;
  switch (display.kind) {
    case 'busy':
    case 'diskFull':
    case 'readOnly':
    case 'noPermission':
    case 'deviceFailed':
    case 'corrupt':
    case 'missingAddon':
    case 'updateRequired':
    case 'journalFailed':
      return t(`status.${display.kind}`);
    case 'signedOut':
    case 'sessionExpired':
    case 'revoked':
    case 'superseded':
    case 'serverReplaced':
    case 'certificate':
    case 'clockWrong':
    case 'proxyAuth':
    case 'syncFailing':
      return withPending(t(`status.${display.kind}`), display.pending);
    case 'offline':
    case 'serverUnreachable':
      // Waiting work is saved too; both texts together would take four lines.
      if (display.pending === 0) return t(`status.${display.kind}`);
      return withPending(t(`status.short.${display.kind}`), display.pending);
    case 'alone':
      return t('status.alone');
    case 'needsAttention':
      return attentionText(display.parked, display.conflicts, text);
    case 'paused':
      return withPending(
        display.until === null
          ? t('status.paused')
          : t('status.pausedUntil', { time: formats.timeOrDayAndTime(display.until) }),
        display.pending,
      );
    case 'uploading':
    case 'downloading':
    case 'filling':
      return display.total === 0
        ? t('status.checking')
        : t(`status.${display.kind}`, { done: display.done, total: display.total });
    case 'pending':
      return t('status.pending', { count: display.pending });
    case 'upToDate':
      return t('status.upToDate');
    case 'lastChecked':
      return display.at === null
        ? t('status.neverChecked')
        : t('status.lastChecked', { time: formats.timeOrDayAndTime(display.at) });
  }
}

function attentionText(parked: number, conflicts: number, { t }: Text): string {
  if (parked === 0) return t('status.conflicts', { count: conflicts });
  if (conflicts === 0) return t('status.parked', { count: parked });
  return t('status.parkedAndConflicts', { count: parked + conflicts });
}

/** One sentence on what the status means for the person's work, and what to do. */
export function statusHint(display: DisplayStatus, text: Text): string {
  return text.t(`statusHint.${display.kind}`);
}

/** The urgency of the status, for its colour; the text says it too. */
export function statusTone(display: DisplayStatus): StatusTone {
  switch (display.kind) {
    case 'busy':
    case 'diskFull':
    case 'readOnly':
    case 'noPermission':
    case 'deviceFailed':
    case 'corrupt':
    case 'missingAddon':
    case 'updateRequired':
    case 'journalFailed':
    case 'sessionExpired':
    case 'revoked':
    case 'superseded':
    case 'serverReplaced':
    case 'certificate':
    case 'clockWrong':
    case 'proxyAuth':
    case 'needsAttention':
    case 'syncFailing':
      return 'attention';
    case 'offline':
    case 'serverUnreachable':
    case 'signedOut':
      return 'offline';
    case 'uploading':
    case 'downloading':
    case 'filling':
      return 'busy';
    case 'pending':
    case 'paused':
    case 'lastChecked':
      return 'waiting';
    case 'upToDate':
    case 'alone':
      return 'good';
  }
}
