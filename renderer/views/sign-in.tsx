import { zodResolver } from '@hookform/resolvers/zod';
import { Check, CloudUpload } from 'lucide-react';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod';
import type { FerryError } from '#app/contract/errors.ts';
import { errorText } from '#app/text/index.ts';
import { Button } from '../components/button.tsx';
import { Mark } from '../components/mark.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useDesk, useDeskState } from '../hooks/desk-context.ts';
import { useSpeech } from '../hooks/speech.tsx';

const credentials = z.object({
  server: z.string().trim().min(1),
  email: z.string().trim().min(1),
  password: z.string().min(1),
});
type Credentials = z.infer<typeof credentials>;

/** The way in: the server's address, checked while one goes on to the next field, then who one is. */
export function SignIn() {
  const { client } = useDesk();
  const { t, text } = useSpeech();
  const settings = useDeskState((state) => state.settings);
  const appInfo = useDeskState((state) => state.appInfo);
  const pending = useDeskState((state) => state.status?.regions.counts.pending ?? 0);
  const [problem, setProblem] = useState<string | null>(null);
  const [server, setServer] = useState<'unknown' | 'checking' | 'found'>('unknown');
  const { register, handleSubmit, formState, setError, clearErrors } = useForm<Credentials>({
    resolver: zodResolver(credentials),
    defaultValues: { server: appInfo?.defaultServer ?? settings.server, email: '', password: '' },
    mode: 'onSubmit',
    reValidateMode: 'onChange',
  });
  const { errors, isSubmitting } = formState;

  async function check(address: string) {
    if (address.trim() === '') return;
    setServer('checking');
    const answer = await client.checkServer(address.trim());
    setServer(answer.ok ? 'found' : 'unknown');
    if (answer.ok) clearErrors('server');
    else setError('server', { type: 'reach', message: reachText(answer.error) });
  }

  const reachText = (error: FerryError) =>
    error.code === 'network.failed' || error.code === 'input.invalid'
      ? t('signIn.unreachable')
      : errorText(error, text);

  async function submit(typed: Credentials) {
    setProblem(null);
    const answer = await client.signIn(typed);
    if (answer.ok) return;
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
  const serverField = register('server', { onBlur: (event) => void check(event.target.value) });
  return (
    <main className="sign-in">
      <form className="sign-in__card" noValidate onSubmit={handleSubmit(submit)}>
        <div className="sign-in__brand">
          <Mark size={44} />
          <div>
            <p className="sign-in__name">{t('app.name')}</p>
            <p className="sign-in__tagline">{t('app.tagline')}</p>
          </div>
        </div>
        <h1 className="sign-in__title">{t('signIn.title')}</h1>
        {pending > 0 && (
          <p className="bar bar--wait">
            <CloudUpload size={14} aria-hidden />
            <span className="bar__text">
              {t('status.pending', { count: pending })}. {t('signIn.localWork')}
            </span>
          </p>
        )}
        <TextInput
          {...serverField}
          label={t('signIn.server')}
          hint={t('signIn.serverHint')}
          error={shown('server', t('signIn.fillServer'))}
          inputMode="url"
          autoComplete="url"
          spellCheck={false}
        >
          {server === 'found' && (
            <span className="sign-in__found">
              <Check size={13} aria-hidden /> {t('signIn.serverFound')}
            </span>
          )}
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
        <Button type="submit" look="primary" isPending={isSubmitting}>
          {isSubmitting ? t('signIn.busy') : t('signIn.submit')}
        </Button>
      </form>
    </main>
  );
}
