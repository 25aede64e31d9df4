import { useState } from 'react';
import type { FerryError, Result } from '#app/contract/errors.ts';
import type { IssuedInvitation } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { DeviceRows } from './device-rows.tsx';
import { FormProblem } from './form-problem.tsx';
import { IssuedView } from './issued-invitation.tsx';
import { type PersonDialogProps, RemovePerson } from './remove-person.tsx';
import { RolePicker } from './role-picker.tsx';
import { usePeopleText } from './use-people-text.ts';

/** What an owner does with one person. */
export function PersonDialog(props: PersonDialogProps) {
  const { person, onChanged, onClose } = props;
  const { client } = useRendererStore();
  const { t } = usePeopleText();
  const [issued, setIssued] = useState<IssuedInvitation | null>(null);
  const [problem, setProblem] = useState<FerryError | null>(null);
  const { id, name, role, active } = person;

  async function act<T>(asking: Promise<Result<T>>, then: (value: T) => void = () => undefined) {
    const answer = await asking;
    setProblem(answer.ok ? null : answer.error);
    if (answer.ok) then(answer.value);
    onChanged();
  }
  if (issued !== null) {
    return (
      <Dialog title={t('people.inviteReady', { name })} isOpen onClose={onClose} size="m">
        <IssuedView issued={issued} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={name}
      isOpen
      onClose={onClose}
      size="m"
      footer={<Button onPress={onClose}>{t('people.close')}</Button>}
    >
      <div className="form">
        <p className="form-field__hint selectable">{person.email}</p>
        <FormProblem error={problem} />
        {active && <RolePicker role={role} onChange={(next) => void act(client.changeRole(id, next))} />}
        <DeviceRows
          devices={person.devices}
          onRevoke={(deviceId) => void act(client.revokeDevice(deviceId))}
          onRemoveData={(deviceId) => void act(client.removeDeviceData(deviceId))}
        />
        <div className="setting">
          <div className="setting__words">
            <p className="setting__label">{t(active ? 'people.password' : 'people.bringBack')}</p>
            <p className="setting__hint">{t(active ? 'people.passwordHint' : 'people.bringBackHint', { name })}</p>
          </div>
          <Button onPress={() => void act(client.invitePerson({ personId: id, role }), setIssued)}>
            {t('people.newInvitation')}
          </Button>
        </div>
        <RemovePerson {...props} />
      </div>
    </Dialog>
  );
}
