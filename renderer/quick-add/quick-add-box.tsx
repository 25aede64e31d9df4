import { Check, TriangleAlert, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { IconButton } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { type QuickChoice, type QuickRow, useQuickAdd } from './use-quick-add.ts';

interface QuickAddBoxProps {
  entity: AnyEntity;
  typed: string;
  onType: (typed: string) => void;
  /** After saving. @param goesOn whether the person wants to add another */
  onSaved: (title: string, goesOn: boolean) => void;
}

/** A line of text and its interpretation. Enter answers open questions, then saves; Shift+Enter saves and starts another line. */
export function QuickAddBox({ entity, typed, onType, onSaved }: QuickAddBoxProps) {
  const { t, word } = useI18n();
  const keys = useKeyNames();
  const baseId = useId();
  const quick = useQuickAdd(entity, typed);
  const [active, setActive] = useState(0);
  const [isRefused, setRefused] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  /** An Enter before the place was looked up; whether with Shift. */
  const held = useRef<boolean | null>(null);
  const { question } = quick;
  const choices = question?.choices ?? [];
  const shown = Math.min(active, choices.length - 1);
  const idOf = ({ value }: QuickChoice) => `${baseId}-${value}`;

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  useEffect(() => {
    if (!quick.isRead || held.current === null) return;
    const goesOn = held.current;
    held.current = null;
    void enter(goesOn);
  });

  async function enter(goesOn: boolean) {
    if (typed.trim() === '' || isSaving) return;
    if (!quick.isRead) {
      held.current = goesOn;
      return;
    }
    const choice = choices[shown];
    if (question !== null && choice !== undefined) return choose(question, choice);
    if (quick.problem !== null) return setRefused(true);
    const title = quick.rows[0]?.value ?? '';
    setSaving(true);
    const isSaved = await quick.save();
    setSaving(false);
    if (isSaved) onSaved(title, goesOn);
  }
  function choose({ mark }: QuickRow, { value }: QuickChoice) {
    quick.choose(mark, value);
    setActive(0);
    input.current?.focus();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const last = choices.length - 1;
    if (event.key === 'Enter') void enter(event.shiftKey);
    else if (event.key === 'ArrowDown' && last >= 0) setActive(shown >= last ? 0 : shown + 1);
    else if (event.key === 'ArrowUp' && last >= 0) setActive(shown <= 0 ? last : shown - 1);
    else return;
    event.preventDefault();
  }

  const what = t('quickAdd.title', { what: word(entity.singular) });
  const activeChoice = choices[shown];
  return (
    <div className="quick-add">
      <input
        ref={input}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={`${baseId}-choices`}
        aria-activedescendant={activeChoice === undefined ? undefined : idOf(activeChoice)}
        aria-describedby={`${baseId}-read`}
        aria-label={what}
        className="palette__input quick-add__input"
        placeholder={t('quickAdd.example')}
        autoComplete="off"
        spellCheck={false}
        maxLength={400}
        value={typed}
        onChange={(event) => {
          held.current = null;
          setRefused(false);
          setActive(0);
          onType(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${baseId}-read`} className="quick-add__rows" aria-live="polite">
        {quick.rows.map((row) => (
          <Row key={row.mark} row={row} isAsked={row === question} isRefused={isRefused} onReject={quick.reject} />
        ))}
        {quick.rows.length === 0 && <p className="quick-add__help">{t('quickAdd.help')}</p>}
      </div>
      <div
        id={`${baseId}-choices`}
        role="listbox"
        aria-label={question?.label ?? what}
        className="quick-add__choices scroller"
      >
        {question !== null &&
          choices.map((choice, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and chooses with Enter
            <div
              key={choice.value}
              role="option"
              id={idOf(choice)}
              aria-selected={place === shown}
              className="listbox__item quick-edit__item"
              onClick={() => choose(question, choice)}
              onPointerMove={place === shown ? undefined : () => setActive(place)}
            >
              <span className="truncate">{choice.label}</span>
              {choice.detail !== '' && <span className="listbox__detail truncate">{choice.detail}</span>}
            </div>
          ))}
      </div>
      <p className="quick-add__keys">
        {question === null ? (
          <>
            <kbd>{keys('enter')}</kbd> {t('quickAdd.save')} <kbd>{keys('shift+enter')}</kbd> {t('quickAdd.saveMore')}
          </>
        ) : (
          <>
            <kbd>↑</kbd> <kbd>↓</kbd> <kbd>{keys('enter')}</kbd> {t('quickAdd.choose')}
          </>
        )}
      </p>
    </div>
  );
}

interface RowProps {
  row: QuickRow;
  isAsked: boolean;
  /** Whether the person tried to save. */
  isRefused: boolean;
  onReject: (mark: Exclude<QuickRow['mark'], 'title'>) => void;
}

function Row({ row: { mark, label, value, problem, choices }, isAsked, isRefused, onReject }: RowProps) {
  const { t } = useI18n();
  const isOpen = problem !== null || choices.length > 0;
  return (
    <div className="quick-add__row" data-asked={isAsked || undefined} data-refused={(isRefused && isOpen) || undefined}>
      {isOpen ? <TriangleAlert size={14} aria-hidden /> : <Check size={14} aria-hidden />}
      <span className="quick-add__label">{label}</span>
      <span className="quick-add__value">{problem ?? (choices.length > 0 ? t('quickAdd.which') : value)}</span>
      {mark !== 'title' && !(mark === 'place' && isOpen) && (
        <IconButton
          label={mark === 'place' ? t('quickAdd.otherPlace') : t('quickAdd.notMeant', { field: label })}
          onPress={() => onReject(mark)}
        >
          <X size={13} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
