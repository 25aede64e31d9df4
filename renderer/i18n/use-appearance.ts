import { useEffect, useSyncExternalStore } from 'react';
import { useRendererState } from '../store/store-context.ts';
import { useI18n } from './i18n.tsx';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void) {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** Applies theme, density and language from the settings, or from the system if they say so. */
export function useAppearance(): void {
  const appearance = useRendererState((state) => state.settings.appearance);
  const density = useRendererState((state) => state.settings.density);
  const { language } = useI18n();
  const isSystemDark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  useEffect(() => {
    const page = document.documentElement;
    page.dataset.theme = appearance === 'system' ? (isSystemDark ? 'dark' : 'light') : appearance;
    page.dataset.density = density;
    page.lang = language;
  }, [appearance, density, language, isSystemDark]);
}
