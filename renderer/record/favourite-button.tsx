import { Star } from 'lucide-react';
import { IconButton } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useFavourite } from '../store/favourites.ts';

/** Keeps a record in the sidebar and the palette, or no longer. */
export function FavouriteButton({ table, id }: { table: string; id: string }) {
  const { t } = useI18n();
  const [isFavourite, toggle] = useFavourite(table, id);
  return (
    <IconButton label={t(isFavourite ? 'favourites.remove' : 'favourites.add')} onPress={toggle}>
      <Star size={15} aria-hidden fill={isFavourite ? 'currentColor' : 'none'} className={isFavourite ? 'star' : ''} />
    </IconButton>
  );
}
