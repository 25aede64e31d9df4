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
}

/** Server, email and password; the address is checked when the focus moves on. */
export function SignInForm({ server: firstServer, email, onSignedIn }: SignInFormProps) {
  const { client, records, notices } = useRendererStore();
  const { t, text } = useI18n();
  const [problem, setProblem] = useState<string | null>(null);
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

  const reachText = (error: FerryError) =>
    error.code === 'network.failed' ? t('signIn.unreachable') : errorText(error, text);

  const server = useServerCheck(
    () => clearErrors('server'),
    (error) => {
      setProxy(error.action === 'signInToProxy' ? error : null);
      setError('server', { type: 'reach', message: reachText(error) });
    },
  );
  const firstEmpty = firstServer === '' ? 'server' : email === '' ? 'email' : 'password';
  useEffect(() => setFocus(firstEmpty), [setFocus, firstEmpty]);

  const othersWorkText = ({ details }: FerryError) =>
    t('signIn.othersWork', {
      name: String(details?.name ?? ''),
      count: Number(details?.pending ?? 0) + Number(details?.parked ?? 0),
    });

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
    if (answer.error.code === 'session.otherFirm') return;
    if (answer.error.code === 'session.othersWork') {
      setMayTakeOver(true);
      setProblem(othersWorkText(answer.error));
      return;
    }
    if (answer.error.code === 'auth.invalid') setProblem(t('signIn.invalid'));
    else if (answer.error.code === 'auth.throttled') setProblem(t('signIn.throttled'));
    else if (answer.error.action === 'signInToProxy') {
      setProxy(answer.error);
      setError('server', { type: 'reach', message: reachText(answer.error) });
    } else if (answer.error.action === 'checkServer' || answer.error.code.startsWith('network.'))
      // Where checking the address says the same, so that it is not shown twice.
      setError('server', { type: 'reach', message: reachText(answer.error) });
    else setProblem(errorText(answer.error, text));
  }

  const shown = (name: keyof Credentials, empty: string) => {
    const error = errors[name];
    if (error === undefined) return null;
    return error.type === 'reach' ? (error.message ?? null) : empty;
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
            <span className="bar__text">{problem}</span>
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
      <OtherFirmDialog
        error={otherFirm}
        isBusy={isSubmitting}
        onJoin={(without) => void handleSubmit((typed) => submit(typed, true, { choice: 'join', without }))()}
        onGoOnAlone={() => void handleSubmit((typed) => submit(typed, true, { choice: 'alone' }))()}
        onClose={() => setOtherFirm(null)}
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
