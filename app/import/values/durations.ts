/**
 * Parses a duration into whole minutes: `90`, `90.0`, `1:30`, `01:30:00`, `1h 30m`, `1.5 h`, `90 min`, `1,200`.
 * @param isInHours whether a bare number means hours, from the header
 * @returns null if it is no duration, or not whole minutes
 */
export function readMinutes(cell: string | number, isInHours: boolean): number | null {
  const text = String(cell)
    .trim()
    .toLowerCase()
    .replace(/[\s\u00a0\u202f]+/g, ' ');
  const clock = /^(\d{1,5}):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (clock !== null) return Number(clock[1]) * 60 + Number(clock[2]) + (Number(clock[3] ?? 0) >= 30 ? 1 : 0);
  const parts = /^(?:(\d+) ?(?:h|hrs?|hours?|std\.?|stunden?)) ?(?:(\d+) ?(?:m|mins?|minutes?|min\.|minuten?)?)$/.exec(
    text,
  );
  if (parts !== null) return Number(parts[1]) * 60 + Number(parts[2] ?? 0);
  const unit = /^([\d.,-]+) ?(h|hrs?|hours?|std\.?|stunden?|m|mins?|minutes?|min\.|minuten?)?$/.exec(text);
  if (unit === null) return null;
  const isHours = unit[2] === undefined ? isInHours : /^[hs]/.test(unit[2]);
  const number = typeof cell === 'number' ? cell : plainNumber(unit[1] ?? '', isHours);
  if (number === null) return null;
  const minutes = isHours ? number * 60 : number;
  return Math.abs(minutes - Math.round(minutes)) <= (isHours ? ROUNDING_OF_HOURS : 1e-6) ? Math.round(minutes) : null;
}

/** The rounding error of hours with two decimals, in minutes: 1.33 hours are 80 minutes. */
const ROUNDING_OF_HOURS = 0.3 + 1e-6;

/** Parses a number of any locale; three digits after a single mark are a group, except in hours, which are never thousands. */
function plainNumber(text: string, isHours: boolean): number | null {
  const isGrouped = /^-?[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(text) && !(isHours && /^-?\d+[.,]\d{3}$/.test(text));
  if (isGrouped) return Number(text.replace(/[.,]/g, ''));
  return /^-?\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : null;
}
