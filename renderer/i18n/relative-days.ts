import type { Filter } from '#app/contract/lists.ts';
import { addDays } from '#app/text/index.ts';

const RELATIVE = /^today([+-]\d+)$/;

/** A day counted from whatever day it will be, as filters that are kept say it: `today+7`. */
export function relativeDay(days: number): string {
  return `today${days < 0 ? '' : '+'}${days}`;
}

/**
 * The day a kept value stands for; any other value is itself.
 * @param today `YYYY-MM-DD`
 */
export function resolveDay<T extends string | number>(value: T, today: string): T | string {
  const days = typeof value === 'string' ? RELATIVE.exec(value)?.[1] : undefined;
  return days === undefined ? value : addDays(today, Number(days));
}

/** Filters as main understands them. */
export function resolveDays(filters: readonly Filter[], today: string): Filter[] {
  return filters.map((filter) => ({ ...filter, values: filter.values.map((value) => resolveDay(value, today)) }));
}
