import { useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';

interface ProxyDialogProps {
  /** The proxy's request. */
  error: FerryError;
  onClose: () => void;
  /** The proxy now accepts requests. */
  onOpen?: () => void;
}

/** The dialog while the proxy asks for a password; `error` is null otherwise. */
export function ProxyDialog({ error, ...rest }: Omit<ProxyDialogProps, 'error'> & { error: FerryError | null }) {
  return error === null ? null : <OpenDialog error={error} {...rest} />;
}

/** Asks for the proxy's user name and password. */
function OpenDialog({ error, onClose, onOpen }: ProxyDialogProps) {
  const { client } = useRendererStore();
  const { t, text } = useI18n();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<FerryError | null>(null);
  const [isBusy, setBusy] = useState(false);
  const proxy = String(error.details?.proxy ?? '');
  const realm = String(error.details?.realm ?? '');

  const problemText = problem?.details?.isWrong ? t('proxy.wrong') : problem && errorText(problem, text);

  async function submit() {
    setBusy(true);
    const answer = await client.signInToProxy({ user: user.trim(), password });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.error);
    setPassword('');
    setProblem(null);
    onClose();
    onOpen?.();
  }
  return (
    <Dialog
      title={t('proxy.title')}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button look="primary" type="submit" form="proxy-password" isBusy={isBusy} isDisabled={user.trim() === ''}>
            {t('proxy.submit')}
          </Button>
        </>
      }
    >
      <p className="sign-in__hint">
        {t('proxy.hint', { proxy })} {realm === '' ? '' : t('proxy.realm', { realm })}
      </p>
      <form
        id="proxy-password"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextInput
          label={t('proxy.user')}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          value={user}
          onChange={(event) => setUser(event.target.value)}
        />
        <TextInput
          label={t('proxy.password')}
          type="password"
          autoComplete="off"
          value={password}
          error={problemText}
          onChange={(event) => setPassword(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
