import { Plus } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Filter } from '#app/contract/lists.ts';
import { recordKey } from '#app/contract/record-key.ts';
import { type AnyEntity, type RecordData, referencesOf } from '#app/schema/index.ts';
import { Button } from '../components/button.tsx';
import { useI18n } from '../i18n/i18n.tsx';
import { useCommand } from '../navigation/command-bus.ts';
import { useKeyNames } from '../navigation/use-key-names.ts';
import { ReferenceEditor } from '../record/fields/reference-editor.tsx';
import { heldValueEditor } from '../record/held-value.ts';
import { missingParent, placeOfNew } from '../record/new-record-place.ts';
import { useTitleLine } from '../record/use-title-line.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';

interface ListAddProps {
  entity: AnyEntity;
  activeId: string | null;
  filters: readonly Filter[];
  /** Moves the list to the new record. */
  onAdded: (id: string) => void;
  /** Moves the focus to the list. */
  onLeave: () => void;
}

/** The last line of a list: adds records by title, with the parent of the focused row. Escape closes it. */
export function ListAdd({ entity, activeId, filters, onAdded, onLeave }: ListAddProps) {
  const { t, word } = useI18n();
  const { notices } = useRendererStore();
  const keys = useKeyNames();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const active = useRendererState((state) => state.records[recordKey(entity.table, activeId ?? '')]?.data);
  const [preset, setPreset] = useState<RecordData>({});
  const [isPlaceAsked, setPlaceAsked] = useState(false);
  const line = useTitleLine({ entity, preset, onAdded });
  /** Number of times a place was chosen; the title is next, once the picker has closed. */
  const [placed, setPlaced] = useState(0);
  useEffect(() => {
    if (placed > 0) input.current?.focus();
  }, [placed]);
  const frame = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useCommand('addHere', () => (isReadOnly ? notices.say('shell.readOnly') : open()));

  function open() {
    if (line.typed === null || line.typed === '') setPreset(placeOfNew(entity, active, filters));
    setPlaceAsked(false);
    if (line.typed === null) line.type('');
    input.current?.focus();
  }
  /** Escape empties the line before it closes it. */
  function step() {
    setPlaceAsked(false);
    if (line.typed !== '') line.type('');
    else {
      line.type(null);
      onLeave();
    }
  }
  /** Asks for the parent where it is not known. */
  async function save() {
    if (line.typed?.trim() && missingParent(entity, preset) !== undefined) {
      setPlaceAsked(true);
      frame.current?.querySelector<HTMLInputElement>('.list-add__place input')?.focus();
    } else await line.save();
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.defaultPrevented) return;
    const isInTitle = event.target === input.current;
    if (event.key === 'Enter' && isInTitle) void save();
    else if (event.key === 'Escape') step();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function onBlur({ relatedTarget }: FocusEvent) {
    if (relatedTarget === null || !frame.current?.contains(relatedTarget)) void line.save();
  }

  if (isReadOnly) return null;
  const what = word(entity.singular);
  if (line.typed === null) {
    return (
      <div className="list-add">
        <Button look="quiet" icon={<Plus size={14} aria-hidden />} onPress={open}>
          {t('record.addRelated', { what })}
        </Button>
        <kbd className="list-add__key">{keys('N')}</kbd>
      </div>
    );
  }
  const name = t('record.newTitle', { what });
  return (
    <div ref={frame} className="list-add" role="group" aria-label={name} onBlur={onBlur} onKeyDown={onKeyDown}>
      <div className="list-add__line">
        <input
          ref={input}
          className="input"
          // biome-ignore lint/a11y/noAutofocus: opening the line means typing in it
          autoFocus
          aria-label={name}
          placeholder={t('record.addHint')}
          aria-invalid={line.error !== null || undefined}
          value={line.typed}
          onChange={(event) => line.type(event.target.value)}
        />
        <Place
          entity={entity}
          preset={preset}
          isAsked={isPlaceAsked}
          onChoose={(name, id) => {
            setPreset({ ...preset, [name]: id });
            setPlaceAsked(false);
            setPlaced((before) => before + 1);
          }}
        />
      </div>
      {line.error !== null && (
        <p className="field__error" role="alert">
          {line.error}
        </p>
      )}
    </div>
  );
}

interface PlaceProps {
  entity: AnyEntity;
  preset: RecordData;
  /** Whether the person tried to save without it. */
  isAsked: boolean;
  onChoose: (name: string, id: string) => void;
}

/** Where the new record goes: its parent, and what that belongs to. */
function Place({ entity, preset, isAsked, onChoose }: PlaceProps) {
  const { t, label } = useI18n();
  const id = useId();
  const [reference] = referencesOf(entity);
  const field = reference === undefined ? undefined : entity.fields[reference.field];
  const chosen = String(preset[reference?.field ?? ''] ?? '');
  const owner = useRendererState((state) => state.parentTitles[recordKey(reference?.table ?? '', chosen)]);
  if (reference === undefined || field === undefined) return null;
  const editor = heldValueEditor(field, chosen, (value) => onChoose(reference.field, String(value)), null);
  return (
    <div className="list-add__place">
      <span id={`${id}-label`} className="list-add__label">
        {label(field.label)}
      </span>
      {owner !== undefined && <span className="list-add__owner truncate">{owner} ›</span>}
      <ReferenceEditor
        editor={editor}
        id={id}
        labelId={`${id}-label`}
        helpId={isAsked ? `${id}-help` : undefined}
        isReadOnly={false}
      />
      {isAsked && (
        <p className="field__error" id={`${id}-help`} role="alert">
          {t('list.addWhere')}
        </p>
      )}
    </div>
  );
}
