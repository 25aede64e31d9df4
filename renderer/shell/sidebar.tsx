import {
  CircleCheckBig,
  Command,
  LayoutDashboard,
  type LucideIcon,
  RefreshCw,
  Settings2,
  Waypoints,
} from 'lucide-react';
import { useMemo } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { ferrySchema } from '#app/schema/index.ts';
import { IconButton } from '../components/button.tsx';
import { Logo } from '../components/logo.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useToday } from '../i18n/use-today.ts';
import { useCommandBus } from '../navigation/command-bus.ts';
import { hrefOf, type Route } from '../navigation/route.ts';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { pressingLists } from '../overview/work.ts';
import { iconOf } from '../record/icons.ts';
import { SignInAgain } from '../sign-in/sign-in-again.tsx';
import { useRendererState } from '../store/store-context.ts';
import { useAlone } from '../store/use-alone.ts';
import { useLists } from '../store/use-lists.ts';
import { useSync } from '../store/use-sync.ts';
import { Favourites } from './favourites.tsx';
import { StatusPill } from './status-pill.tsx';

export function Sidebar({ route }: { route: Route }) {
  const { t, label, formats } = useI18n();
  const session = useRendererState((state) => state.session);
  const counts = useRendererState((state) => state.counts);
  const attention = useRendererState((state) => {
    const found = state.status?.regions.counts;
    return found === undefined ? 0 : found.parked + found.conflicts;
  });
  const { sync, isSyncing } = useSync();
  const isAlone = useAlone();
  const bus = useCommandBus();
  const keys = useKeyNames();
  return (
    <aside className="sidebar" aria-label={session?.firm.name ?? ''}>
      <div className="sidebar__firm">
        <Logo size={26} />
        <div className="sidebar__names">
          <p className="sidebar__firm-name truncate">{session?.firm.name}</p>
          <p className="sidebar__person truncate">{session?.person.name}</p>
        </div>
      </div>
      <AriaButton className="sidebar__search" onPress={() => bus.run('palette')}>
        <Command size={14} aria-hidden />
        <span className="truncate">{t('shell.commands')}</span>
        <kbd>{keys('mod+K')}</kbd>
      </AriaButton>
      <nav aria-label={t('nav.main')} className="sidebar__nav">
        <WorkLink isCurrent={route.view === 'work'} />
        <NavLink to={{ view: 'overview' }} icon={LayoutDashboard} isCurrent={route.view === 'overview'}>
          {t('nav.overview')}
        </NavLink>
        <div className="sidebar__gap" />
        {ferrySchema.inNavigation.map((entity) => (
          <NavLink
            key={entity.table}
            to={{ view: 'list', table: entity.table, recordId: null }}
            icon={iconOf(entity.table)}
            isCurrent={route.view === 'list' && route.table === entity.table}
            count={counts[entity.table] === undefined ? '' : formats.number(counts[entity.table] ?? 0)}
          >
            {label(entity.label)}
          </NavLink>
        ))}
        <div className="sidebar__gap" />
        {!isAlone && (
          <NavLink
            to={{ view: 'sync', tab: 'waiting' }}
            icon={Waypoints}
            isCurrent={route.view === 'sync'}
            count={attention === 0 ? '' : formats.number(attention)}
            isUrgent={attention > 0}
          >
            {t('nav.syncCentre')}
          </NavLink>
        )}
        <NavLink to={{ view: 'settings' }} icon={Settings2} isCurrent={route.view === 'settings'}>
          {t('nav.settings')}
        </NavLink>
        <Favourites route={route} />
      </nav>
      <SignInAgain />
      <div className="sidebar__foot">
        <StatusPill />
        {/* Never disabled, which would lose the focus; main treats a second press as the same run. */}
        {!isAlone && (
          <IconButton label={t('shell.syncNow')} keys={keys('mod+shift+S')} onPress={() => void sync()}>
            <RefreshCw size={15} aria-hidden className={isSyncing ? 'spinning' : ''} />
          </IconButton>
        )}
      </div>
    </aside>
  );
}

/** The link to one's work, with the count due by the end of today. */
function WorkLink({ isCurrent }: { isCurrent: boolean }) {
  const { t, formats } = useI18n();
  const today = useToday();
  const me = useRendererState((state) => state.session?.person.id ?? '');
  const sources = useMemo(
    () => pressingLists(me, today).map(({ entity, query }) => ({ table: entity.table, query, isFolded: true })),
    [me, today],
  );
  const lists = useLists(sources) ?? [];
  // A sum of the lists that could be read would be too small.
  const total = lists.some(({ error }) => error !== null) ? 0 : lists.reduce((sum, list) => sum + list.total, 0);
  return (
    <NavLink
      to={{ view: 'work' }}
      icon={CircleCheckBig}
      isCurrent={isCurrent}
      count={total === 0 ? '' : formats.number(total)}
    >
      {t('nav.work')}
    </NavLink>
  );
}

interface NavLinkProps {
  to: Route;
  icon: LucideIcon;
  isCurrent: boolean;
  count?: string;
  isUrgent?: boolean;
  children: string;
}

/** The accessible name is the label alone, so that the count does not change it. */
function NavLink({ to, icon: Icon, isCurrent, count = '', isUrgent = false, children }: NavLinkProps) {
  return (
    <a className="nav-link" href={hrefOf(to)} aria-current={isCurrent ? 'page' : undefined} title={children}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <span className="truncate">{children}</span>
      {count !== '' && (
        <span className="nav-link__count tabular" data-urgent={isUrgent || undefined} aria-hidden>
          {count}
        </span>
      )}
    </a>
  );
}
