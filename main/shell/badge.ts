import type { DisplayStatus } from '#app/contract/status.ts';

/** The number on the dock icon: what waits for a person, not what uploads by itself. */
export function badgeCount(display: DisplayStatus): number {
  return display.kind === 'needsAttention' ? display.parked + display.conflicts : 0;
}

/** Whether a notification is due: only when more needs a person than before, never while Ferry is being looked at. */
export function shouldNotify(before: DisplayStatus | null, now: DisplayStatus, isFocused: boolean): boolean {
  return !isFocused && before !== null && badgeCount(now) > badgeCount(before);
}
