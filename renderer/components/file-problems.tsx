import { AlertTriangle } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { FileProblem } from '#app/contract/file-problems.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useRendererStore } from '../store/store-context.ts';
import { Button } from './button.tsx';

/** Says which settings could not be read and where they are; a file that still cannot be read stays until it can. */
export function FileProblems() {
  const { client, notices } = useRendererStore();
  const { t } = useI18n();
  const [problems, setProblems] = useState<FileProblem[]>([]);

  useEffect(() => {
    let isCurrent = true;
    async function ask() {
      const answer = await client.listFileProblems();
      if (!isCurrent) return;
      if (answer.ok) setProblems(answer.value);
      else notices.fail(answer.error);
    }
    const askAgain = () => void ask();
    askAgain();
    const stops = [client.onSettings(askAgain), client.onSession(askAgain)];
    return () => {
      isCurrent = false;
      for (const stop of stops) stop();
    };
  }, [client, notices]);

  async function dismiss() {
    const answer = await client.dismissFileProblems();
    if (answer.ok) setProblems((known) => known.filter(({ kind }) => kind === 'unreadable'));
    else notices.fail(answer.error);
  }

  return problems.map((problem) => (
    <div className="bar bar--wait file-problem" role="status" key={problem.file}>
      <AlertTriangle size={14} aria-hidden />
      <p className="bar__text selectable">
        <What problem={problem} /> <span className="file-problem__path">{problem.path}</span>
      </p>
      {problem.kind !== 'unreadable' && (
        <Button look="quiet" onPress={() => void dismiss()}>
          {t('common.close')}
        </Button>
      )}
    </div>
  ));
}

function What({ problem: { file, kind, settings } }: { problem: FileProblem }) {
  const { t, formats } = useI18n();
  if (file === 'session') return t(`fileProblem.session.${kind === 'unreadable' ? kind : 'invalid'}`);
  if (kind !== 'partly') return t(`fileProblem.settings.${kind}`);
  const names = formats.list(settings.map((setting) => t(`fileProblem.setting.${setting}`)));
  return t('fileProblem.settings.partly', { names, count: settings.length });
}
