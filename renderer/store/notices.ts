import type { FerryError } from '#app/contract/errors.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';
import type { DeskStore } from './desk-store.ts';
import type { Notice } from './state.ts';

const MOST_PASSING = 3;

/** The words of a message. */
export interface Said {
  key: MessageKey;
  values?: MessageValues;
}

/** Messages: of those that pass by themselves the newest few, and every problem until it was dismissed. */
export function createNotices(store: DeskStore) {
  let counter = 0;

  function add(notice: Omit<Notice, 'id'>): string {
    counter += 1;
    const id = `notice-${counter}`;
    store.setState(({ notices }) => ({
      notices: fitting([...notices.filter((each) => !isSame(each, notice)), { ...notice, id }]),
    }));
    return id;
  }

  /** The same trouble again is said once, and is the newest. */
  function isSame(known: Notice, { tone, message }: Omit<Notice, 'id'>): boolean {
    if (tone !== 'problem' || !('error' in message) || !('error' in known.message)) return false;
    return known.message.error.code === message.error.code && known.message.error.message === message.error.message;
  }

  function fitting(notices: Notice[]): Notice[] {
    const passing = notices.filter(({ tone }) => tone === 'plain').slice(-MOST_PASSING);
    return notices.filter((notice) => notice.tone === 'problem' || passing.includes(notice));
  }

  function dismiss(id: string) {
    store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
  }

  return {
    say: (key: MessageKey, values?: MessageValues, button: Notice['button'] = null) =>
      add({ tone: 'plain', message: values === undefined ? { key } : { key, values }, button }),
    /** Shows what went wrong; `button` is what the person can do about it. */
    fail: (error: FerryError, button: Notice['button'] = null) =>
      void add({ tone: 'problem', message: { error }, button }),
    dismiss,
  };
}

export type Notices = ReturnType<typeof createNotices>;
