import { PauseCircle, PlayCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { ferrySchema } from '#app/schema/index.ts';
import { HidePage } from '../components/dialog.tsx';
import { useCommand } from '../hooks/command-bus.ts';
import { useDeskState, usePreferences } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { usePauses } from '../hooks/use-pause.ts';
import { useRoute } from '../hooks/use-route.ts';
import type { PaletteItem } from '../model/palette.ts';
import { PLAIN_LIST } from '../model/stored-list.ts';
import { actionItems, goToItems, settingItems } from './palette/desk-items.ts';
import { listItems } from './palette/list-items.ts';
import { PaletteBox } from './palette/palette-box.tsx';
import { makeItem, usePaletteContext } from './palette/palette-context.ts';
import { SignOutDialog } from './sign-out-dialog.tsx';

/** Every action and every record, a few letters away. */
export function CommandPalette() {
  const { t } = useSpeech();
  const [isOpen, setOpen] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  useCommand('palette', () => setOpen((before) => !before));
  useCommand('signOut', () => setLeaving(true));
  return (
    <>
      <ModalOverlay className="scrim" isOpen={isOpen} onOpenChange={setOpen} isDismissable>
        <Modal className="dialog dialog--m palette">
          <HidePage />
          <Dialog aria-label={t('palette.title')} className="palette__box">
            <PaletteBody onDone={() => setOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
      <SignOutDialog isOpen={isLeaving} onClose={() => setLeaving(false)} />
    </>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const chosen = useRef<PaletteItem | null>(null);
  // Once the palette is gone: what is chosen may take the focus, or open a dialog of its own.
  useEffect(() => () => chosen.current?.run(), []);
  return (
    <PaletteBox
      commands={useCommandItems()}
      onChoose={(item) => {
        chosen.current = item;
        onDone();
      }}
    />
  );
}

function useCommandItems(): PaletteItem[] {
  const context = usePaletteContext();
  const route = useRoute();
  const entity = route.view === 'list' ? ferrySchema.entity(route.table) : undefined;
  const shown = usePreferences((state) => state.lists[entity?.table ?? '']) ?? PLAIN_LIST;
  return [
    ...actionItems(context),
    ...usePauseItems(),
    ...(entity === undefined ? [] : listItems(context, entity, shown)),
    ...goToItems(context),
    ...settingItems(context),
  ];
}

function usePauseItems(): PaletteItem[] {
  const { t } = useSpeech();
  const { desk } = usePaletteContext();
  const isPaused = useDeskState((state) => state.status?.regions.run.kind === 'paused');
  const pauses = usePauses();
  if (isPaused) {
    const resume = () => void desk.client.resumeSync().then((answer) => !answer.ok && desk.notices.fail(answer.error));
    return [makeItem('resume', 'actions', t('palette.resumeSync'), PlayCircle, resume)];
  }
  return pauses.map(({ id, label, run }) =>
    makeItem(`pause-${id}`, 'actions', t('palette.pauseHow', { how: label }), PauseCircle, run, {
      isQuiet: id !== 'forever',
    }),
  );
}
