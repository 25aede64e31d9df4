const DEFAULT_INTERVAL_MS = 5 * 60_000;
/** On battery, only the desk's own interval is longer; edits and server events still start a run at once. */
const BATTERY_FACTOR = 3;

/** The delay between automatic runs. Calls `onChanged` after each change. */
export function createInterval(onChanged: () => void) {
  let intervalMs = DEFAULT_INTERVAL_MS;
  let isOnBattery = false;

  return {
    effectiveMs: (): number => (isOnBattery ? BATTERY_FACTOR * intervalMs : intervalMs),
    set(ms: number): void {
      intervalMs = ms;
      onChanged();
    },
    setOnBattery(onBattery: boolean): void {
      isOnBattery = onBattery;
      onChanged();
    },
  };
}
