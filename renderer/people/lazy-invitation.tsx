import { lazy, Suspense, useEffect, useState } from 'react';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';

// Seen once per person; loading it on demand opens the window sooner.
const Loaded = lazy(async () => ({ default: (await import('./invitation-dialog.tsx')).InvitationDialog }));

/** Opens the invitation whose link the system passed to Ferry, with and without a session. */
export function LinkedInvitation() {
  const { client } = useRendererStore();
  const [link, setLink] = useState<string | null>(null);
  useEffect(() => {
    async function take() {
      const answer = await client.takeInvitation();
      if (answer.ok && answer.value !== null) setLink(answer.value);
    }
    void take();
    return client.onNavigate(({ view }) => {
      if (view === 'link') void take();
    });
  }, [client]);
  return <Invitation link={link} onClose={() => setLink(null)} />;
}

/** For whoever was given a link or a code. */
export function InvitationDoor() {
  const { t } = useI18n();
  const [link, setLink] = useState<string | null>(null);
  return (
    <>
      <Button look="quiet" onPress={() => setLink('')}>
        {t('signIn.invitation')}
      </Button>
      <Invitation link={link} onClose={() => setLink(null)} />
    </>
  );
}

function Invitation({ link, onClose }: { link: string | null; onClose: () => void }) {
  return link === null ? null : (
    <Suspense>
      <Loaded key={link} link={link} onClose={onClose} />
    </Suspense>
  );
}
