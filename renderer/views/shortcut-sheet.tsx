import { useEffect, useState } from 'react';
import type { MessageKey } from '#app/text/index.ts';
import { Dialog } from '../components/dialog.tsx';
import { useCommandBus } from '../hooks/command-bus.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useKeyNames } from '../hooks/use-key-names.ts';

const groups: { heading: MessageKey; keys: [MessageKey, string[]][] }[] = [
  {
    heading: 'keys.anywhere',
    keys: [
      ['palette.title', ['mod+K']],
      ['keys.new', ['mod+N']],
      ['keys.find', ['mod+F', '/']],
      ['shell.syncNow', ['mod+shift+S']],
      ['common.undo', ['mod+Z']],
      ['common.redo', ['mod+shift+Z']],
      ['settings.title', ['mod+,']],
      ['settings.shortcuts', ['?']],
    ],
  },
  {
    heading: 'keys.lists',
    keys: [
      ['keys.down', ['J', '↓']],
      ['keys.up', ['K', '↑']],
      ['keys.open', ['Enter']],
      ['keys.select', ['X', 'keys.space']],
      ['keys.selectMore', ['shift+↓']],
      ['list.selectAll', ['mod+A']],
      ['keys.close', ['Esc']],
    ],
  },
  {
    heading: 'keys.record',
    keys: [
      ['keys.saveField', ['Enter', 'Tab']],
      ['keys.revert', ['Esc']],
      ['keys.calendar', ['alt+↓']],
    ],
  },
];

export function ShortcutSheet() {
  const { t } = useSpeech();
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
                        {shortcut === 'keys.space' ? t(shortcut) : named(shortcut)}
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
