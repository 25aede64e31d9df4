import { useMemo, useSyncExternalStore } from 'react';
import { hrefOf, type Route, routeOf } from '../model/route.ts';

function subscribe(listener: () => void) {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => routeOf(hash), [hash]);
}

/** Shows another view. @param replaces true: back does not return to where we were */
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
