import * as z from 'zod';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Size = Pick<Rectangle, 'width' | 'height'>;

export const MINIMUM_SIZE = { width: 720, height: 520 };
const DEFAULT_SIZE = { width: 1240, height: 820 };
/** Part of the title bar that must be on a screen, so that a person can drag it. */
const GRIP = { width: 120, height: 40 };

export const windowStateSchema = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() }),
  isMaximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

/**
 * Where the window opens: its last position, if still on a screen; else centred. Never larger than that screen.
 * @param workAreas the usable part of each screen, in the same coordinates as the state
 */
export function restoredBounds(
  state: WindowState | null,
  workAreas: readonly Rectangle[],
): { width: number; height: number; x?: number; y?: number } {
  const [first] = workAreas;
  if (state === null) return first === undefined ? DEFAULT_SIZE : sizeWithin(DEFAULT_SIZE, first);
  const { x, y } = state.bounds;
  const area = workAreas.find((each) => canBeGripped(state.bounds, each));
  if (area === undefined) return first === undefined ? state.bounds : sizeWithin(state.bounds, first);
  const { width, height } = sizeWithin(state.bounds, area);
  return { ...within({ x, y, width, height }, area, state.bounds), width, height };
}

/** Not larger than its screen, nor smaller than the usable minimum. */
function sizeWithin(wanted: Size, area: Size): Size {
  return {
    width: Math.max(Math.min(wanted.width, area.width), MINIMUM_SIZE.width),
    height: Math.max(Math.min(wanted.height, area.height), MINIMUM_SIZE.height),
  };
}

/** A window that had to shrink moves fully onto the screen; one dragged over the edge stays there. */
function within(bounds: Rectangle, area: Rectangle, wanted: Size): { x: number; y: number } {
  const isShrunk = bounds.width < wanted.width || bounds.height < wanted.height;
  if (!isShrunk) return { x: bounds.x, y: bounds.y };
  return {
    x: Math.max(area.x, Math.min(bounds.x, area.x + area.width - bounds.width)),
    y: Math.max(area.y, Math.min(bounds.y, area.y + area.height - bounds.height)),
  };
}

function canBeGripped(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTitleBarInside = bounds.y >= area.y && bounds.y + GRIP.height <= area.y + area.height;
  return visibleWidth >= GRIP.width && isTitleBarInside;
}
