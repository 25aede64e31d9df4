import { useState } from 'react';
import { Button } from '../components/button.tsx';
import { AccountDialog } from './account-dialog.tsx';
import { usePeopleText } from './use-people-text.ts';

/** Opens the own account. */
export function AccountButton() {
  const { t } = usePeopleText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('account.edit')}</Button>
      {isOpen && <AccountDialog onClose={() => setOpen(false)} />}
    </>
  );
}
