import { importingHelp } from '#app/text/help/importing.ts';
import { Dialog } from '../components/dialog.tsx';
import { Markdown } from '../components/markdown.tsx';
import { useI18n } from '../i18n/i18n.tsx';

/** The help page on import and export, as a dialog. */
export function ImportHelp({ onClose }: { onClose: () => void }) {
  const { t, language } = useI18n();
  return (
    <Dialog title={t('import.help')} size="l" isOpen onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <div className="help-page" tabIndex={0}>
        <Markdown source={importingHelp[language]} level={3} />
      </div>
    </Dialog>
  );
}
