import { zodResolver } from '@hookform/resolvers/zod';
import { Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import type { FerryError } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useDesk } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';
import { useServerCheck } from '../hooks/use-server-check.ts';

const credentials = z.object({
  server: z.string().trim().min(1),
  email: z.string().trim().min(1),
  password: z.string().min(1),
});
type Credentials = z.infer<typeof credentials>;

interface SignInFormProps {
  server: string;
  email: string;
  onSignedIn?: () => void;
}

/** Who one is, and where: the server's address is checked while one goes on to the next field. */
export function SignInForm({ server: firstServer, email, onSignedIn }: SignInFormProps) {
  const { client } = useDesk();
  const { t, text } = useSpeech();
  const [problem, setProblem] = useState<string | null>(null);
  const [mayTakeOver, setMayTakeOver] = useState(false);
  const { register, handleSubmit, formState, setError, clearErrors, setFocus } = useForm<Credentials>({
    resolver: zodResolver(credentials),
    defaultValues: { server: firstServer, email, password: '' },
    mode: 'onSubmit',
    reValidateMode: 'onChange',
  });
  const { errors, isSubmitting } = formState;

  const reachText = (error: FerryError) =>
    error.code === 'network.failed' || error.code === 'input.invalid'
      ? t('signIn.unreachable')
      : errorText(error, text);

  const server = useServerCheck(
    () => clearErrors('server'),
    (error) => setError('server', { type: 'reach', message: reachText(error) }),
  );
  const firstEmpty = firstServer === '' ? 'server' : email === '' ? 'email' : 'password';
  useEffect(() => setFocus(firstEmpty), [setFocus, firstEmpty]);

  const othersWorkText = ({ details }: FerryError) =>
    t('signIn.othersWork', {
      name: String(details?.name ?? ''),
      count: Number(details?.pending ?? 0) + Number(details?.parked ?? 0),
    });

  async function submit(typed: Credentials, takesOverWork = false) {
    setProblem(null);
    setMayTakeOver(false);
    const answer = await client.signIn({ ...typed, takesOverWork });
    if (answer.ok) return onSignedIn?.();
    if (answer.error.code === 'session.othersWork') {
      setMayTakeOver(true);
      setProblem(othersWorkText(answer.error));
      return;
    }
    if (answer.error.code === 'auth.invalid') setProblem(t('signIn.invalid'));
    else if (answer.error.code === 'auth.throttled') setProblem(t('signIn.throttled'));
    else if (answer.error.action === 'checkServer')
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
  );
}
