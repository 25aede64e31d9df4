import type { PersonsDevice } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { usePeopleText } from './use-people-text.ts';

interface DeviceRowsProps {
  devices: readonly PersonsDevice[];
  onRevoke: (deviceId: string) => void;
  /** For owners. */
  onRemoveData?: (deviceId: string) => void;
}

/** A person's devices, last seen first. This computer has its own way to sign out, which asks about unsent work. */
export function DeviceRows({ devices, onRevoke, onRemoveData }: DeviceRowsProps) {
  const { formats } = useI18n();
  const { t } = usePeopleText();
  const here = useRendererState((state) => state.appInfo?.deviceId);

  function stateOf({ deviceId, isSignedIn, seenAt, removal }: PersonsDevice): string {
    const seen = t('people.seen', { when: formats.relative(seenAt) });
    const state = [
      ...(deviceId === here ? [t('people.thisComputer')] : []),
      t(isSignedIn ? 'people.signedIn' : 'people.signedOut'),
      seen,
    ];
    if (removal === null) return state.join(' · ');
    const { doneAt, askedAt } = removal;
    const when = formats.relative(doneAt ?? askedAt);
    return [...state, t(doneAt === null ? 'people.removalAsked' : 'people.removalDone', { when })].join(' · ');
  }
  return (
    <section className="form-field" aria-label={t('people.devices')}>
      <p className="form-field__label">{t('people.devices')}</p>
      {devices.length === 0 && <p className="form-field__hint">{t('people.noDevices')}</p>}
      <ul className="settings-section__rows" hidden={devices.length === 0}>
        {devices.map((device) => (
          <li key={device.deviceId} className="setting">
            <div className="setting__words">
              <p className="setting__label truncate">{device.name}</p>
              <p className="setting__hint">{stateOf(device)}</p>
            </div>
            {device.isSignedIn && device.deviceId !== here && (
              <Button onPress={() => onRevoke(device.deviceId)}>{t('people.revoke')}</Button>
            )}
            {onRemoveData !== undefined && (device.removal === null || device.removal.doneAt !== null) && (
              <Button onPress={() => onRemoveData(device.deviceId)}>{t('people.removeData')}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
