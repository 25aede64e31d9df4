const HOUR_MS = 3_600_000;
const MORNING_HOUR = 8;

export const PAUSES = ['hour', 'hours', 'morning', 'forever'] as const;
export type Pause = (typeof PAUSES)[number];

/** Duration of the first two. */
export const pauseHours: Partial<Record<Pause, number>> = { hour: 1, hours: 4 };

/** When a pause that starts now ends automatically; null for never. */
export function pauseEnd(pause: Pause, nowMs: number): number | null {
  const hours = pauseHours[pause];
  if (hours !== undefined) return nowMs + hours * HOUR_MS;
  if (pause === 'forever') return null;
  const morning = new Date(nowMs);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(MORNING_HOUR, 0, 0, 0);
  return morning.getTime();
}
