import { zodResolver } from '@hookform/resolvers/zod';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import type { FerryError } from '#app/contract/errors.ts';
import type { Joined, OperationInput } from '#app/contract/operations.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { InvitationDoor } from '../people/lazy-invitation.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { OtherFirmDialog } from './lazy-other-firm.tsx';
import { ProxyDialog } from './proxy-dialog.tsx';
import { useServerCheck } from './use-server-check.ts';

const credentials = z.object({
  server: z.string().trim().min(1),
  email: z.string().trim().min(1),
  password: z.string().min(1),
});
type Credentials = z.infer<typeof credentials>;

type OtherFirmChoice = OperationInput<'signIn'>[0]['otherFirm'];

interface SignInFormProps {
  server: string;
  email: string;
  onSignedIn?: () => void;
  /** The person leaves the server of another firm alone. */
  onWait?: () => void;
}

/** Server, email and password; the address is checked when the focus moves on. */
export function SignInForm({ server: firstServer, email, onSignedIn, onWait }: SignInFormProps) {
  const { client, records, notices } = useRendererStore();
  const { t, text } = useI18n();
  const [problem, setProblem] = useState<FerryError | null>(null);
  const [unreached, setUnreached] = useState<FerryError | null>(null);
  const [mayTakeOver, setMayTakeOver] = useState(false);
  const [otherFirm, setOtherFirm] = useState<FerryError | null>(null);
  const [proxy, setProxy] = useState<FerryError | null>(null);
  const [isProxyAsked, setProxyAsked] = useState(false);
  const { register, handleSubmit, formState, setError, clearErrors, setFocus, getValues } = useForm<Credentials>({
    resolver: zodResolver(credentials),
    defaultValues: { server: firstServer, email, password: '' },
    mode: 'onSubmit',
    reValidateMode: 'onChange',
  });
  const { errors, isSubmitting } = formState;

  function showUnreached(error: FerryError) {
    setUnreached(error);
    setError('server', { type: 'reach' });
  }

  const server = useServerCheck(
    () => clearErrors('server'),
    (error) => {
      setProxy(error.action === 'signInToProxy' ? error : null);
      showUnreached(error);
    },
  );
  const firstEmpty = firstServer === '' ? 'server' : email === '' ? 'email' : 'password';
  useEffect(() => setFocus(firstEmpty), [setFocus, firstEmpty]);

  function problemText(error: FerryError): string {
    const { name, pending, parked } = error.details ?? {};
    switch (error.code) {
      case 'session.othersWork':
        return t('signIn.othersWork', { name: String(name ?? ''), count: Number(pending ?? 0) + Number(parked ?? 0) });
      case 'auth.invalid':
        return t('signIn.invalid');
      case 'auth.throttled':
        return t('signIn.throttled');
      case 'network.failed':
        return t('signIn.unreachable');
      default:
        return errorText(error, text);
    }
  }

  function showJoined({ brought, left, file }: Joined) {
    if (left === 0) notices.say('otherFirm.joined', { count: brought, file });
    else notices.say('otherFirm.joinedWithout', { brought, left, file });
  }

  async function submit(typed: Credentials, takesOverWork = false, choice?: OtherFirmChoice) {
    setProblem(null);
    setMayTakeOver(false);
    const answer = await client.signIn({ ...typed, takesOverWork, ...(choice ? { otherFirm: choice } : {}) });
    setOtherFirm(answer.ok || answer.error.code !== 'session.otherFirm' ? null : answer.error);
    if (answer.ok) {
      if (answer.value.joined) {
        records.forgetAll();
        showJoined(answer.value.joined);
      }
      return onSignedIn?.();
    }
    const { error } = answer;
    if (error.code === 'session.otherFirm') return;
    if (error.code === 'session.othersWork') setMayTakeOver(true);
    const isProxy = error.action === 'signInToProxy';
    if (isProxy) setProxy(error);
    // Where checking the address says the same, so that it is not shown twice.
    if (isProxy || error.action === 'checkServer' || error.code.startsWith('network.')) showUnreached(error);
    else setProblem(error);
  }

  const shown = (name: keyof Credentials, empty: string) => {
    const error = errors[name];
    if (error === undefined) return null;
    return error.type === 'reach' ? unreached && problemText(unreached) : empty;
  };
  const serverField = register('server', {
    onChange: (event) => server.type(event.target.value),
    onBlur: (event) => server.leave(event.target.value),
  });
  return (
    <>
      <form className="form" noValidate onSubmit={handleSubmit((typed) => submit(typed))}>
        <TextInput
          {...serverField}
          label={t('signIn.server')}
          hint={t('signIn.serverHint')}
          error={shown('server', t('signIn.fillServer'))}
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
        >
          <span className="sign-in__server" data-found={server.state === 'found' || undefined} role="status">
            {server.state === 'found' && <Check size={13} aria-hidden />}
            {server.state === 'unknown' ? '' : t(server.state === 'found' ? 'signIn.serverFound' : 'signIn.checking')}
          </span>
        </TextInput>
        {proxy !== null && <Button onPress={() => setProxyAsked(true)}>{t('action.signInToProxy')}</Button>}
        <TextInput
          {...register('email')}
          label={t('signIn.email')}
          error={shown('email', t('signIn.fillEmail'))}
          inputMode="email"
          autoComplete="username"
          spellCheck={false}
        />
        <TextInput
          {...register('password')}
          label={t('signIn.password')}
          type="password"
          error={shown('password', t('signIn.fillPassword'))}
          autoComplete="current-password"
        />
        {problem !== null && (
          <p className="bar bar--danger" role="alert">
            <span className="bar__text">{problemText(problem)}</span>
          </p>
        )}
        <Button type="submit" look="primary" isBusy={isSubmitting}>
          {isSubmitting ? t('signIn.busy') : t('signIn.submit')}
        </Button>
        {mayTakeOver && (
          <Button isBusy={isSubmitting} onPress={() => void handleSubmit((typed) => submit(typed, true))()}>
            {t('signIn.takeOver')}
          </Button>
        )}
      </form>
      {onSignedIn === undefined && <InvitationDoor />}
      <OtherFirmDialog
        error={otherFirm}
        isBusy={isSubmitting}
        onJoin={(without) => void handleSubmit((typed) => submit(typed, true, { choice: 'join', without }))()}
        onGoOnAlone={() => void handleSubmit((typed) => submit(typed, true, { choice: 'alone' }))()}
        onClose={() => {
          setOtherFirm(null);
          onWait?.();
        }}
      />
      <ProxyDialog
        error={isProxyAsked ? proxy : null}
        onClose={() => setProxyAsked(false)}
        onOpen={() => {
          setProxy(null);
          clearErrors('server');
          server.leave(getValues('server'));
        }}
      />
    </>
  );
}
