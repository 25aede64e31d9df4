import { useMemo, useSyncExternalStore } from 'react';
import { useRendererState } from '../store/store-context.ts';
import { HOME, hrefOf, type Route, routeOf, STAFF_HOME } from './route.ts';

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  const home = useRendererState(({ session }) => (session?.role === 'staff' ? STAFF_HOME : HOME));
  return useMemo(() => routeOf(hash, home), [hash, home]);
}

/** Shows another view. @param replaces true: back skips the current view */
export function goTo(route: Route, replaces = false): void {
  const href = hrefOf(route);
  if (window.location.hash === href) return;
  if (!replaces) {
    window.location.hash = href;
    return;
  }
  window.history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
