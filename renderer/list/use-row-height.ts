import { useRendererState } from '../store/store-context.ts';

const ROW_PX = { comfortable: 40, compact: 32 };

/** Row height of a list, equal to `--row` in tokens.css. */
export function useRowHeight(): number {
  return ROW_PX[useRendererState((state) => state.settings.density)];
}
