import type { FerryError } from '#app/contract/errors.ts';
import type { MessageKey, MessageValues } from '#app/text/index.ts';
import type { DeskStore } from './desk-store.ts';
import type { Notice } from './state.ts';

const MOST_NOTICES = 3;

/** The words of a message. */
export interface Said {
  key: MessageKey;
  values?: MessageValues;
}

/** Passing messages; the newest few are shown. */
export function createNotices(store: DeskStore) {
  let counter = 0;

  function add(notice: Omit<Notice, 'id'>): string {
    counter += 1;
    const id = `notice-${counter}`;
    store.setState(({ notices }) => ({ notices: [...notices, { ...notice, id }].slice(-MOST_NOTICES) }));
    return id;
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
