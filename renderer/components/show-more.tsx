import { useSpeech } from '../hooks/speech.tsx';
import type { Pages } from '../hooks/use-pages.ts';
import { Button } from './button.tsx';

/** The end of a list that goes on: how much of it is shown, and the way to the rest. */
export function ShowMore({ pages: { items, hasMore, showMore } }: { pages: Pages<unknown> }) {
  const { t } = useSpeech();
  if (!hasMore) return null;
  return (
    <div className="show-more">
      <p className="muted tabular">{t('common.firstShown', { count: items.length })}</p>
      <Button onPress={showMore}>{t('common.showMore')}</Button>
    </div>
  );
}
