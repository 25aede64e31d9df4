import { type ReactNode, useLayoutEffect } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './button.tsx';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  size?: 's' | 'm' | 'l';
  role?: 'dialog' | 'alertdialog';
  children: ReactNode;
  footer?: ReactNode;
}

export function Dialog({ title, isOpen, onClose, size = 's', role = 'dialog', children, footer }: DialogProps) {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className={`dialog dialog--${size}`}>
        <HidePage />
        <AriaDialog className="dialog__box" role={role}>
          <Heading slot="title" className="dialog__title">
            {title}
          </Heading>
          <div className="dialog__body scroller">{children}</div>
          {footer !== undefined && <div className="dialog__footer">{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/**
 * React Aria makes the page behind a dialog inert a moment after it opens; tools that ignore inertness would find
 * everything twice, so the page is hidden from the accessibility tree at once.
 */
export function HidePage() {
  useLayoutEffect(() => {
    const page = document.getElementById('root');
    page?.setAttribute('aria-hidden', 'true');
    return () => page?.removeAttribute('aria-hidden');
  }, []);
  return null;
}

interface ConfirmProps {
  title: string;
  message: ReactNode;
  confirm: string;
  cancel: string;
  isOpen: boolean;
  isDanger?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

export function Confirm({
  title,
  message,
  confirm,
  cancel,
  isOpen,
  isDanger = false,
  onConfirm,
  onClose,
}: ConfirmProps) {
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      role="alertdialog"
      footer={
        <>
          <Button onPress={onClose}>{cancel}</Button>
          <Button
            look={isDanger ? 'danger' : 'primary'}
            autoFocus
            onPress={() => {
              onClose();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </>
      }
    >
      <p>{message}</p>
    </Dialog>
  );
}
