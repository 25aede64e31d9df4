import type { Filter } from '#app/contract/lists.ts';
import { addDays } from '#app/text/index.ts';

const RELATIVE = /^today([+-]\d+)$/;

/** A day relative to today, as stored filters write it: `today+7`. */
export function relativeDay(days: number): string {
  return `today${days < 0 ? '' : '+'}${days}`;
}

/** Resolves a stored relative day; returns other values unchanged. @param today `YYYY-MM-DD` */
export function resolveDay<T extends string | number>(value: T, today: string): T | string {
  const days = typeof value === 'string' ? RELATIVE.exec(value)?.[1] : undefined;
  return days === undefined ? value : addDays(today, Number(days));
}

/** Filters in the form main understands. */
export function resolveDays(filters: readonly Filter[], today: string): Filter[] {
  return filters.map((filter) => ({ ...filter, values: filter.values.map((value) => resolveDay(value, today)) }));
}
