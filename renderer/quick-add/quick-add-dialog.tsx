import { lazy, Suspense, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { ferrySchema } from '#app/schema/index.ts';
import { HidePage } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommand } from '../navigation/command-bus.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

// Loading it on demand opens the window sooner.
const QuickAddBox = lazy(async () => ({ default: (await import('./quick-add-box.tsx')).QuickAddBox }));

/** Quick add in the main window; a line that is left stays until it is saved. */
export function QuickAddDialog() {
  const { t, word } = useI18n();
  const { notices } = useRendererStore();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const entity = ferrySchema.quickAdd;
  useCommand('quickAdd', () => (isReadOnly ? notices.say('shell.readOnly') : setOpen(true)));
  if (entity === undefined) return null;
  return (
    <ModalOverlay className="scrim" isOpen={isOpen} onOpenChange={setOpen} isDismissable>
      <Modal className="dialog dialog--m palette">
        <HidePage />
        <Dialog aria-label={t('quickAdd.title', { what: word(entity.singular) })} className="palette__box">
          <Suspense>
            <QuickAddBox
              entity={entity}
              typed={typed}
              onType={setTyped}
              onSaved={(_title, goesOn) => {
                setTyped('');
                setOpen(goesOn);
              }}
            />
          </Suspense>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
