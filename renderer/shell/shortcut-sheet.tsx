import { useEffect, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommandBus } from '../navigation/command-bus.ts';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { SHORTCUTS } from './shortcuts.ts';

export function ShortcutSheet() {
  const { t } = useI18n();
  const bus = useCommandBus();
  const named = useKeyNames();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => bus.on('shortcuts', () => setOpen(true)), [bus]);
  return (
    <Dialog title={t('settings.shortcuts')} size="m" isOpen={isOpen} onClose={() => setOpen(false)}>
      <div className="keys">
        {SHORTCUTS.map(({ heading, keys }) => (
          <section key={heading}>
            <h3 className="keys__heading">{t(heading)}</h3>
            <dl>
              {keys.map(([what, shortcuts]) => (
                <div key={what} className="keys__row">
                  <dt>{t(what)}</dt>
                  <dd>
                    {shortcuts.map((shortcut) => (
                      <kbd key={shortcut} className="key">
                        {named(shortcut)}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
