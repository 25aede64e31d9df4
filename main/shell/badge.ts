import type { DisplayStatus } from '#app/contract/status.ts';

/** The number on the dock icon: what needs a person, not pending uploads. */
export function badgeCount(display: DisplayStatus): number {
  return display.kind === 'needsAttention' ? display.parked + display.conflicts : 0;
}

/** Whether to notify: only if more needs a person than before, and Ferry does not have focus. */
export function shouldNotify(before: DisplayStatus | null, now: DisplayStatus, isFocused: boolean): boolean {
  return !isFocused && before !== null && badgeCount(now) > badgeCount(before);
}
