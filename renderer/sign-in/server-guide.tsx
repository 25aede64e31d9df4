import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';

/** What to do so that a firm has a server, in the order of doing it; `docs/operations.md` has the details. */
export function ServerGuide({ onSignIn }: { onSignIn: () => void }) {
  const { t } = useI18n();
  return (
    <div className="form">
      <p className="muted">{t('doors.serverText')}</p>
      <ol className="server-guide">
        <li>
          {t('doors.serverCopy')}
          <code className="selectable">node ferry-server.mjs --db ferry.db</code>
        </li>
        <li>
          {t('doors.serverFirm')}
          <code className="selectable">
            {'node ferry-server.mjs create-firm --db ferry.db \\\n  --name "…" --owner-name "…" --owner-email …'}
          </code>
        </li>
        <li>{t('doors.serverReach')}</li>
        <li>{t('doors.serverSignIn')}</li>
      </ol>
      <Button look="primary" onPress={onSignIn}>
        {t('doors.toSignIn')}
      </Button>
    </div>
  );
}
