import { useEffect, useState } from 'react';
import type { MessageKey } from '#app/text/index.ts';
import { Dialog } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommandBus } from '../navigation/command-bus.ts';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { QUICK_ACTIONS, quickKeys, quickLabels } from '../record/quick-actions.ts';

const groups: { heading: MessageKey; keys: [MessageKey, string[]][] }[] = [
  {
    heading: 'keys.anywhere',
    keys: [
      ['palette.title', ['mod+K']],
      ['keys.new', ['mod+N']],
      ['shell.quickAdd', ['mod+shift+N']],
      ['keys.find', ['mod+F', '/']],
      ['shell.syncNow', ['mod+shift+S']],
      ['shell.print', ['mod+P']],
      ['common.undo', ['mod+Z']],
      ['common.redo', ['mod+shift+Z']],
      ['settings.title', ['mod+,']],
      ['settings.shortcuts', ['?']],
      ['help.title', ['F1']],
    ],
  },
  {
    heading: 'keys.lists',
    keys: [
      ['keys.down', ['J', '↓']],
      ['keys.up', ['K', '↑']],
      ['keys.open', ['enter']],
      ['keys.select', ['space']],
      ['keys.selectMore', ['shift+↓']],
      ['list.selectAll', ['mod+A']],
      ['quick.add', ['N']],
      ['keys.menu', ['menu', 'shift+F10']],
      ['keys.close', ['Esc']],
    ],
  },
  {
    heading: 'keys.work',
    keys: [
      ...QUICK_ACTIONS.map((action): [MessageKey, string[]] => [quickLabels[action], [quickKeys[action]]]),
      ['quick.edit', ['E']],
    ],
  },
  {
    heading: 'keys.record',
    keys: [
      ['keys.saveField', ['enter', 'Tab']],
      ['keys.revert', ['Esc']],
      ['keys.calendar', ['alt+↓']],
    ],
  },
];

export function ShortcutSheet() {
  const { t } = useI18n();
  const bus = useCommandBus();
  const named = useKeyNames();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => bus.on('shortcuts', () => setOpen(true)), [bus]);
  return (
    <Dialog title={t('settings.shortcuts')} size="m" isOpen={isOpen} onClose={() => setOpen(false)}>
      <div className="keys">
        {groups.map(({ heading, keys }) => (
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
