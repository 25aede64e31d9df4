import { useState } from 'react';
import { findHelp, type HelpPageName, helpPages } from '#app/text/help/pages.ts';
import { Dialog } from '../components/dialog.tsx';
import { Markdown } from '../components/markdown.tsx';
import { useI18n } from '../i18n/i18n.tsx';

interface HelpDialogProps {
  /** The page to open. */
  name: HelpPageName;
  onClose: () => void;
}

/** The help pages with a search over all of them; part of the app, so they need no network. */
export function HelpDialog({ name, onClose }: HelpDialogProps) {
  const { t, language } = useI18n();
  const [chosen, setChosen] = useState(name);
  const [typed, setTyped] = useState('');
  const hits = findHelp(helpPages(language), typed);
  const shown = hits.find(({ page }) => page.name === chosen) ?? hits[0];
  return (
    <Dialog title={t('help.title')} size="l" isOpen onClose={onClose}>
      <div className="help">
        <div className="help__side">
          <input
            type="search"
            className="input"
            autoFocus
            aria-label={t('help.search')}
            placeholder={t('help.search')}
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <nav aria-label={t('help.pages')} className="help__pages">
            {hits.map(({ page, line }) => (
              <button
                key={page.name}
                type="button"
                className="help__page"
                aria-current={page.name === shown?.page.name ? 'page' : undefined}
                onClick={() => setChosen(page.name)}
              >
                <span>{page.title}</span>
                {line !== '' && <span className="help__line">{line}</span>}
              </button>
            ))}
          </nav>
          {hits.length === 0 && (
            <p className="muted" role="status">
              {t('help.nothing')}
            </p>
          )}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
        <section className="help-page help__text scroller" aria-label={shown?.page.title ?? ''} tabIndex={0}>
          {shown !== undefined && <Markdown source={shown.page.source} level={3} />}
        </section>
      </div>
    </Dialog>
  );
}
