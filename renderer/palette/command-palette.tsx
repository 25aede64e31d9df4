import { PauseCircle, PlayCircle } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { ferrySchema } from '#app/schema/index.ts';
import { HidePage } from '../components/dialog.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommand } from '../navigation/command-bus.ts';
import { useRoute } from '../navigation/use-route.ts';
import { SignOutDialog } from '../sign-in/sign-out-dialog.tsx';
import { usePreferences, useRendererState } from '../store/store-context.ts';
import { PLAIN_LIST, plainList } from '../store/stored-list.ts';
import { usePauses } from '../sync-centre/use-pause.ts';
import { actionItems, goToItems, settingItems } from './desk-items.ts';
import { useKeptItems } from './kept-items.ts';
import { listItems } from './list-items.ts';
import type { PaletteItem } from './palette.ts';
import { PaletteBox } from './palette-box.tsx';
import { makeItem, usePaletteContext } from './palette-context.ts';

/** Searches all actions and records. */
export function CommandPalette() {
  const { t } = useI18n();
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
  // Runs after the palette has closed: the action may take the focus or open a dialog.
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
  const shown =
    usePreferences((state) => state.lists[entity?.table ?? '']) ??
    (entity === undefined ? PLAIN_LIST : plainList(entity));
  return [
    ...useKeptItems(),
    ...actionItems(context),
    ...usePauseItems(),
    ...(entity === undefined ? [] : listItems(context, entity, shown)),
    ...goToItems(context),
    ...settingItems(context),
  ];
}

function usePauseItems(): PaletteItem[] {
  const { t } = useI18n();
  const { store } = usePaletteContext();
  const isPaused = useRendererState((state) => state.status?.regions.run.kind === 'paused');
  const pauses = usePauses();
  if (isPaused) {
    const resume = () =>
      void store.client.resumeSync().then((answer) => !answer.ok && store.notices.fail(answer.error));
    return [makeItem('resume', 'actions', t('palette.resumeSync'), PlayCircle, resume)];
  }
  return pauses.map(({ id, label, run }) =>
    makeItem(`pause-${id}`, 'actions', t('palette.pauseHow', { how: label }), PauseCircle, run, {
      isQuiet: id !== 'forever',
    }),
  );
}
