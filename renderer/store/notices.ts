import type { FerryError } from '#app/contract/errors.ts';
import { createText, errorText, type MessageKey, type MessageValues } from '#app/text/index.ts';
import type { Notice } from './state.ts';
import type { RendererStateStore } from './state-store.ts';

const MOST_PASSING = 3;
/** Connection problems; they are over once a run succeeded. */
const ON_THE_WAY = ['network.', 'server.', 'sync.', 'auth.'];
/** Problems with the data that end by themselves. */
const WHILE_UNUSABLE = ['store.busy', 'store.diskFull', 'store.readOnly', 'store.noPermission', 'store.deviceFailed'];
/** For comparison only: equal text means the same problem. */
const english = createText('en');

/** A message with an Undo button. */
export interface UndoMessage {
  key: MessageKey;
  values?: MessageValues;
}

/** Messages: the newest few temporary ones, and every problem until dismissed. */
export function createNotices(store: RendererStateStore) {
  let counter = 0;

  function add(notice: Omit<Notice, 'id'>): string {
    counter += 1;
    const id = `notice-${counter}`;
    store.setState(({ notices }) => ({
      notices: fitting([...notices.filter((each) => !isSame(each, notice)), { ...notice, id }]),
    }));
    return id;
  }

  /** A repeated problem is shown once, as the newest. */
  function isSame(known: Notice, { tone, message }: Omit<Notice, 'id'>): boolean {
    if (tone !== 'problem' || !('error' in message) || !('error' in known.message)) return false;
    return errorText(known.message.error, english) === errorText(message.error, english);
  }

  function fitting(notices: Notice[]): Notice[] {
    const passing = notices.filter(({ tone }) => tone === 'plain').slice(-MOST_PASSING);
    return notices.filter((notice) => notice.tone === 'problem' || passing.includes(notice));
  }

  function dismiss(id: string) {
    store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
  }

  function removeThose(isOver: (notice: Notice) => boolean) {
    store.setState((state) =>
      state.notices.some(isOver) ? { notices: state.notices.filter((each) => !isOver(each)) } : state,
    );
  }

  return {
    say: (key: MessageKey, values?: MessageValues, button: Notice['button'] = null) =>
      add({ tone: 'plain', message: values === undefined ? { key } : { key, values }, button }),
    /** Shows an error; `button` is the action offered. */
    fail: (error: FerryError, button: Notice['button'] = null) =>
      void add({ tone: 'problem', message: { error }, button }),
    dismiss,
    /** The server was reached and accepted everything: connection problems are over. */
    connected(): void {
      removeThose(
        ({ message }) => 'error' in message && ON_THE_WAY.some((group) => message.error.code.startsWith(group)),
      );
    },
    /** The data can be used again. What failed and can be repeated by a button stays: it was not done. */
    usable(): void {
      removeThose(
        ({ message, button }) => button === null && 'error' in message && WHILE_UNUSABLE.includes(message.error.code),
      );
    },
  };
}

export type Notices = ReturnType<typeof createNotices>;
