import type { Role } from '#app/contract/protocol.ts';
import { Picker } from '../components/picker.tsx';
import { usePeopleText } from './use-people-text.ts';

const ROLES: readonly Role[] = ['owner', 'staff', 'readOnly'];

export function RolePicker({ role, onChange }: { role: Role; onChange: (role: Role) => void }) {
  const { t } = usePeopleText();
  return (
    <div className="form-field">
      <span className="form-field__label" id="person-role">
        {t('people.role')}
      </span>
      <Picker
        labelId="person-role"
        value={role}
        choices={ROLES.map((id) => ({ id, label: t(`settings.role.${id}`) }))}
        onChange={(id) => onChange(ROLES.find((each) => each === id) ?? role)}
      />
      <p className="form-field__hint">{t('people.roleHint')}</p>
    </div>
  );
}
