import { useEffect, useState } from 'react';
import { ferrySchema } from '#app/schema/index.ts';
import { errorText } from '#app/text/index.ts';
import { useI18n } from '../i18n/i18n.tsx';
import { useAppearance } from '../i18n/use-appearance.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { QuickAddBox } from './quick-add-box.tsx';

/** The small window of quick add, which comes up over other programs. Hidden, it keeps what is typed. */
export function QuickWindow() {
  useAppearance();
  const { t, text, word } = useI18n();
  const { client, notices } = useRendererStore();
  const session = useRendererState((state) => state.session);
  const failure = useRendererState((state) => state.notices.findLast(({ tone }) => tone === 'problem'));
  const [typed, setTyped] = useState('');
  const [saved, setSaved] = useState<string | null>(null);
  /** Counts how often the window was shown: the box takes the focus each time. */
  const [shown, setShown] = useState(0);
  useEffect(() => {
    const onFocus = () => setShown((before) => before + 1);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) void client.hideQuickAdd();
    };
    window.addEventListener('focus', onFocus);
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('focus', onFocus);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [client]);
  const entity = ferrySchema.quickAdd;
  if (!session || entity === undefined) return null;
  if (session.role === 'readOnly') return <p className="quick-add__help">{t('shell.readOnly')}</p>;
  return (
    <main className="quick-window">
      <h1 className="visually-hidden">{t('quickAdd.title', { what: word(entity.singular) })}</h1>
      <QuickAddBox
        key={shown}
        entity={entity}
        typed={typed}
        onType={(next) => {
          setTyped(next);
          setSaved(null);
          if (failure !== undefined) notices.dismiss(failure.id);
        }}
        onSaved={(title, goesOn) => {
          setTyped('');
          setSaved(goesOn ? title : null);
          if (!goesOn) void client.hideQuickAdd();
        }}
      />
      {saved !== null && (
        <p className="quick-window__saved" role="status">
          {t('record.created', { title: saved })}
        </p>
      )}
      {failure !== undefined && 'error' in failure.message && (
        <p className="field__error quick-window__saved" role="alert">
          {errorText(failure.message.error, text)}
        </p>
      )}
    </main>
  );
}
