import { expect, test } from 'vitest';
import { MINIMUM_SIZE, restoredBounds } from '../../../../main/shell/window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 1000, height = 700) => ({
  bounds: { x, y, width, height },
  isMaximised: false,
});

test('the first start opens in the middle', () => {
  expect(restoredBounds(null, [laptop])).not.toHaveProperty('x');
});

test('the window is restored where it was, also on the second screen', () => {
  expect(restoredBounds(at(100, 100), [laptop])).toEqual({ x: 100, y: 100, width: 1000, height: 700 });
  expect(restoredBounds(at(2000, 50), [laptop, second])).toMatchObject({ x: 2000, y: 50 });
});

test.each([
  ['on a screen that is gone', at(2000, 50)],
  ['above the screen, its title bar out of reach', at(100, -300)],
  ['below the screen', at(100, 890)],
  ['with only a sliver left to hold', at(1400, 100)],
  ['left of the screen', at(-950, 100)],
])('a window last used %s keeps its size and is centred', (_where, state) => {
  expect(restoredBounds(state, [laptop])).toEqual({ width: 1000, height: 700 });
});

test('it is never smaller than the minimum', () => {
  expect(restoredBounds(at(0, 30, 10, 10), [laptop])).toMatchObject(MINIMUM_SIZE);
});

test('a window from a larger screen is fitted to the present one', () => {
  expect(restoredBounds(at(0, 30, 3800, 2100), [laptop])).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
  expect(restoredBounds(at(5000, 30, 3800, 2100), [laptop])).toEqual({ width: 1440, height: 875 });
  expect(restoredBounds(null, [{ x: 0, y: 0, width: 1024, height: 700 }])).toEqual({ width: 1024, height: 700 });
});
