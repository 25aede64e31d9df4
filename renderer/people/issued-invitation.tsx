import { useRef, useState } from 'react';
import { invitationLink, invitationPage } from '#app/contract/invitation-link.ts';
import type { IssuedInvitation } from '#app/contract/people.ts';
import { Button } from '../components/button.tsx';
import { TextInput } from '../components/text-input.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererState } from '../store/store-context.ts';
import { usePeopleText } from './use-people-text.ts';

/** Link and code of a new invitation, which nobody can show again. */
export function IssuedView({ issued, onClose }: { issued: IssuedInvitation; onClose: () => void }) {
  const { formats } = useI18n();
  const { t } = usePeopleText();
  const session = useRendererState((state) => state.session);
  if (!session) return null;
  const { invitation, secret, code } = issued;
  const { server, firm } = session;
  return (
    <div className="form">
      <p>{t('people.inviteOnce', { day: formats.day(formats.dayOf(invitation.expiresAt)) })}</p>
      <Secret label={t('people.webLink')} value={invitationPage(server, firm.id, secret)} />
      <Secret label={t('people.appLink')} value={invitationLink(server, firm.id, secret)} />
      <Secret label={t('people.code')} value={code} />
      <p className="form-field__hint selectable">{t('people.codeServer', { server })}</p>
      <div className="form__buttons">
        <Button look="primary" onPress={onClose}>
          {t('people.done')}
        </Button>
      </div>
    </div>
  );
}

function Secret({ label, value }: { label: string; value: string }) {
  const { t } = usePeopleText();
  const input = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  function copy() {
    input.current?.select();
    // The page has no right to the clipboard; copying a selection needs none.
    setCopied(document.execCommand('copy'));
  }
  return (
    <div className="secret">
      <TextInput ref={input} label={label} value={value} readOnly onFocus={(event) => event.target.select()} />
      <Button onPress={copy} aria-label={`${t('people.copy')}: ${label}`}>
        {t(isCopied ? 'people.copied' : 'people.copy')}
      </Button>
    </div>
  );
}
