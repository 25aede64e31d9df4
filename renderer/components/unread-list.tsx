import { useRendererStore } from '../store/store-context.ts';
import type { ShownList } from '../store/use-lists.ts';
import { NotCurrent } from './async-result.tsx';

/** Says which of these lists could not be read, so that it does not pass for an empty one; nothing if all could. */
export function UnreadList({ lists }: { lists: readonly Pick<ShownList, 'error' | 'source'>[] | null }) {
  const { lists: windows } = useRendererStore();
  const unread = lists?.filter(({ error }) => error !== null) ?? [];
  const error = unread[0]?.error ?? null;
  if (error === null) return null;
  const tables = new Set(unread.map(({ source }) => source.table));
  return <NotCurrent error={error} onRetry={() => tables.forEach((table) => void windows.refresh(table))} />;
}
