import { useRendererState } from '../store/store-context.ts';

const ROW_PX = { comfortable: 40, compact: 32 };

/** Height of a line of a list, the same as `--row` in tokens.css. */
export function useRowHeight(): number {
  return ROW_PX[useRendererState((state) => state.settings.density)];
}
