import { useEffect } from 'react';
import type { NavigateTarget } from '#app/contract/events.ts';
import { ferrySchema } from '#app/schema/index.ts';
import { type CommandName, useCommandBus } from '../navigation/command-bus.ts';
import { goTo, useRoute } from '../navigation/use-route.ts';
import { useRendererState, useRendererStore } from '../store/store-context.ts';
import { useSync } from '../store/use-sync.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input:not([type=checkbox]), textarea, [contenteditable]');

/** In a text field undo belongs to the field while its text differs from the saved value, then to the desk. */
const hasOwnUndo = (target: EventTarget | null) =>
  isTyping(target) && target instanceof HTMLElement && target.closest('.detail .field[data-saved]') === null;

/** The command of a key. In a text field only keys with a modifier. */
export function commandOf(event: KeyboardEvent): CommandName | null {
  const isMod = event.metaKey || event.ctrlKey;
  const key = event.key.toLowerCase();
  if (isMod && !event.altKey) {
    if (key === 'k') return 'palette';
    if (key === 'f') return 'find';
    if (key === 'p') return 'print';
    if (key === 'n') return event.shiftKey ? 'quickAdd' : 'new';
    if (key === 's') return event.shiftKey ? 'sync' : null;
    if (key === '/') return 'shortcuts';
    if (hasOwnUndo(event.target)) return null;
    if (key === 'z') return event.shiftKey ? 'redo' : 'undo';
    return key === 'y' ? 'redo' : null;
  }
  if (event.key === 'F1') return 'help';
  if (isTyping(event.target) || event.altKey) return null;
  return event.key === '?' ? 'shortcuts' : event.key === '/' ? 'find' : null;
}

/** Behind an open dialog no command runs; only the palette's own key closes it. */
function isOutOfReach(command: CommandName): boolean {
  const dialogs = [...document.querySelectorAll('.scrim:not([data-exiting])')];
  if (command === 'palette') return dialogs.some((dialog) => dialog.querySelector('.palette') === null);
  return command !== 'sync' && dialogs.length > 0;
}

const MENU_COMMANDS = ['undo', 'redo', 'new', 'find', 'palette', 'shortcuts', 'quickAdd', 'help', 'print'] as const;

const isMenuCommand = (view: string): view is (typeof MENU_COMMANDS)[number] =>
  MENU_COMMANDS.some((command) => command === view);

/** Runs the commands of keys and the menu. */
export function useCommands(): void {
  const bus = useCommandBus();
  const { client, changes, editing, notices } = useRendererStore();
  const isReadOnly = useRendererState((state) => state.session?.role === 'readOnly');
  const { sync } = useSync();
  const route = useRoute();
  const table = route.view === 'list' ? route.table : (ferrySchema.inNavigation[0]?.table ?? '');

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = commandOf(event);
      if (command === null || event.defaultPrevented) return;
      event.preventDefault();
      if (!isOutOfReach(command)) bus.run(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [bus]);

  useEffect(() => {
    const stops = [
      bus.on('undo', () => void changes.undo()),
      bus.on('redo', () => void changes.redo()),
      bus.on('sync', () => void sync()),
      bus.on('new', () => {
        if (isReadOnly) notices.say('shell.readOnly');
        else goTo({ view: 'list', table, recordId: editing.begin(table) });
      }),
      bus.on('find', () => document.querySelector<HTMLElement>('[data-shortcut=find]')?.focus()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [bus, changes, editing, notices, isReadOnly, sync, table]);

  useEffect(() => {
    async function followLink(): Promise<void> {
      const answer = await client.takeLink();
      if (answer.ok && answer.value !== null) show(answer.value);
    }
    function show({ view, recordId = null }: NavigateTarget): void {
      if (view === 'sync') goTo({ view, tab: 'waiting' });
      else if (view === 'settings' || view === 'overview') goTo({ view });
      else if (ferrySchema.entity(view) !== undefined) goTo({ view: 'list', table: view, recordId });
    }
    void followLink();
    return client.onNavigate((target) => {
      const { view } = target;
      const isUndo = view === 'undo' || view === 'redo';
      if (isUndo && hasOwnUndo(document.activeElement)) document.execCommand(view);
      else if (isMenuCommand(view)) {
        if (!isOutOfReach(view)) bus.run(view);
      } else if (view === 'link') void followLink();
      else show(target);
    });
  }, [client, bus]);
}
