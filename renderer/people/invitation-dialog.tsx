import { useEffect, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import type { FoundInvitation } from '#app/contract/people.ts';
import { Dialog } from '../components/dialog.tsx';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { AccountStep, SetUpStep } from './invitation-account.tsx';
import { ConfirmStep, type Pasted, PasteStep } from './invitation-paste.tsx';
import { usePeopleText } from './use-people-text.ts';

type Step =
  | { kind: 'paste' }
  /** Nothing was sent yet; a person decides whether they know the server. */
  | { kind: 'confirm'; server: string; secret: string; isSetUp: boolean }
  | { kind: 'account'; found: FoundInvitation & { server: string }; secret: string }
  | { kind: 'setUp'; server: string; secret: string };

/** From a link or code to a person who is signed in. @param link what the system passed to Ferry, or '' */
export function InvitationDialog({ link, onClose }: { link: string; onClose: () => void }) {
  const { client } = useRendererStore();
  const { t } = usePeopleText();
  const knownServer = useRendererState((state) => state.appInfo?.defaultServer ?? state.settings.server);
  const [step, setStep] = useState<Step>({ kind: 'paste' });
  const [problem, setProblem] = useState<FerryError | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function read({ typed, server }: Pasted) {
    setProblem(null);
    const answer = await client.readInvitation(typed);
    if (!answer.ok) return setProblem(answer.error);
    const { kind, secret, server: named } = answer.value;
    if (named === null) await look(server, secret);
    else setStep({ kind: 'confirm', server: named, secret, isSetUp: kind === 'setUp' });
  }

  async function look(server: string, secret: string) {
    setProblem(null);
    setBusy(true);
    const answer = await client.inspectInvitation({ server, secret });
    setBusy(false);
    if (answer.ok) setStep({ kind: 'account', found: answer.value, secret });
    else setProblem(answer.error);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is read once; a new one is a new dialog
  useEffect(() => {
    if (link !== '') void read({ typed: link, server: '' });
  }, [link]);

  const shared = { problem, isBusy, onClose };
  return (
    <Dialog title={t(step.kind === 'setUp' ? 'join.setUpTitle' : 'join.title')} isOpen onClose={onClose}>
      {step.kind === 'paste' && <PasteStep {...shared} typed={link} server={knownServer} onNext={read} />}
      {step.kind === 'confirm' && (
        <ConfirmStep
          {...shared}
          server={step.server}
          onNext={() =>
            step.isSetUp
              ? setStep({ kind: 'setUp', server: step.server, secret: step.secret })
              : void look(step.server, step.secret)
          }
        />
      )}
      {step.kind === 'account' && <AccountStep found={step.found} secret={step.secret} onClose={onClose} />}
      {step.kind === 'setUp' && <SetUpStep server={step.server} secret={step.secret} onClose={onClose} />}
    </Dialog>
  );
}
