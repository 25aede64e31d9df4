import { type ReactNode, useCallback, useRef, useState } from 'react';
import type { AnyEntity } from '#app/schema/index.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { type QuickAction, quickField } from './quick-actions.ts';
import { QuickEdit } from './quick-edit.tsx';
import { useSetField } from './use-set-field.ts';

interface Asked {
  name: string;
  ids: readonly string[];
}

interface QuickActions {
  /** Runs the action, or asks for the value in place first. @param anchor element to attach the question to */
  run(action: QuickAction, ids: readonly string[], anchor: Element | null): void;
  /** Asks for a field's value in place. */
  edit(name: string, ids: readonly string[], anchor: Element | null): void;
  /** The question, while it is open. */
  question: ReactNode;
}

/** Single-key actions for one or more records. @param onClosed restores the focus after a question */
export function useQuickActions(entity: AnyEntity, onClosed: () => void): QuickActions {
  const { notices } = useRendererStore();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const me = useRendererState((state) => state.session?.person.id ?? null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const anchorRef = useRef<Element | null>(null);
  const setField = useSetField(entity);

  const edit = useCallback(
    (name: string, ids: readonly string[], anchor: Element | null) => {
      if (isReadOnly) return void notices.say('shell.readOnly');
      if (ids.length === 0) return;
      anchorRef.current = anchor;
      setAsked({ name, ids });
    },
    [isReadOnly, notices],
  );
  const run = useCallback(
    (action: QuickAction, ids: readonly string[], anchor: Element | null) => {
      const name = quickField(entity, action);
      if (name === undefined || ids.length === 0) return;
      if (isReadOnly) return void notices.say('shell.readOnly');
      if (action === 'complete') void setField(ids, name, 'complete');
      else if (action === 'assignMe') void setField(ids, name, me);
      else edit(name, ids, anchor);
    },
    [entity, isReadOnly, notices, setField, me, edit],
  );
  function close() {
    setAsked(null);
    onClosed();
  }
  const question =
    asked === null ? null : (
      <QuickEdit
        entity={entity}
        name={asked.name}
        anchor={anchorRef}
        onClose={close}
        onChoose={(value) => {
          void setField(asked.ids, asked.name, value);
          close();
        }}
      />
    );
  return { run, edit, question };
}
