import { recordKey } from '#app/contract/record-key.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { hrefOf, type Route } from '../navigation/route.ts';
import { iconOf } from '../record/icons.ts';
import { useTitle } from '../record/use-record.ts';
import { useRendererState } from '../store/store-context.ts';

/** The favourites in the sidebar; nothing where there are none. */
export function Favourites({ route }: { route: Route }) {
  const { t } = useI18n();
  const favourites = useRendererState(({ settings }) => settings.favourites);
  if (favourites.length === 0) return null;
  return (
    <section className="sidebar__favourites" aria-label={t('favourites.title')}>
      <p className="sidebar__heading">{t('favourites.title')}</p>
      {favourites.map(({ table, id }) => (
        <FavouriteLink
          key={recordKey(table, id)}
          table={table}
          id={id}
          isCurrent={route.view === 'list' && route.table === table && route.recordId === id}
        />
      ))}
    </section>
  );
}

/** Not shown while its record is not there: another firm's, or deleted. */
function FavouriteLink({ table, id, isCurrent }: { table: string; id: string; isCurrent: boolean }) {
  const title = useTitle(table, id);
  const isDeleted = useRendererState((state) => state.records[recordKey(table, id)]?.deleted === true);
  if (title === undefined || isDeleted) return null;
  const Icon = iconOf(table);
  return (
    <a
      className="nav-link"
      href={hrefOf({ view: 'list', table, recordId: id })}
      aria-current={isCurrent ? 'page' : undefined}
      title={title}
    >
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className="truncate">{title}</span>
    </a>
  );
}
