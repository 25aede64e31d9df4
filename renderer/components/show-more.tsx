import { useI18n } from '../i18n/i18n.tsx';
import type { Pages } from '../store/use-pages.ts';
import { Button } from './button.tsx';

/** The end of a partly shown list: how much is shown, and a button for more. */
export function ShowMore({ pages: { items, hasMore, showMore } }: { pages: Pages<unknown> }) {
  const { t } = useI18n();
  if (!hasMore) return null;
  return (
    <div className="show-more">
      <p className="muted tabular">{t('common.firstShown', { count: items.length })}</p>
      <Button onPress={showMore}>{t('common.showMore')}</Button>
    </div>
  );
}
