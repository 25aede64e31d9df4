import * as z from 'zod';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const MINIMUM_SIZE = { width: 720, height: 520 };
const DEFAULT_SIZE = { width: 1240, height: 820 };
/** So much of the title bar must lie on a screen that a person can take hold of it. */
const GRIP = { width: 120, height: 40 };

export const windowStateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
  isMaximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

/**
 * Where the window opens: as it was left, if that place is still on a screen; else in the middle, at its own size.
 * @param workAreas the usable part of each screen, in the same coordinates as the state
 */
export function restoredBounds(
  state: WindowState | null,
  workAreas: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  if (state === null) return DEFAULT_SIZE;
  const width = Math.max(state.bounds.width, MINIMUM_SIZE.width);
  const height = Math.max(state.bounds.height, MINIMUM_SIZE.height);
  const { x, y } = state.bounds;
  return workAreas.some((area) => canBeGripped({ x, y, width, height }, area))
    ? { x, y, width, height }
    : { width, height };
}

function canBeGripped(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTitleBarInside = bounds.y >= area.y && bounds.y + GRIP.height <= area.y + area.height;
  return visibleWidth >= GRIP.width && isTitleBarInside;
}
