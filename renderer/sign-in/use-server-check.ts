import { useEffect, useRef, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { useRendererStore } from '../store/store-context.ts';

/** So long after the last key, what was typed is taken for a whole address. */
const REST_MS = 500;
/** Words with a dot or a port in them; nobody is asked for half a name. */
const WHOLE = /^(https?:\/\/)?([^\s/:]+\.[^\s/.:]{2,}|[^\s/:]+:\d+|localhost)/i;

export interface ServerCheck {
  state: 'unknown' | 'checking' | 'found';
  /** Each time the address changes: what was found for another one is no longer true, and a whole one is asked by itself. */
  type(address: string): void;
  /** Called when the person goes on: checks at once, and shows an error where no server answers. */
  leave(address: string): void;
}

/** Whether a Ferry server answers at an address; an answer that comes late, for what stood there before, is dropped. */
export function useServerCheck(onFound: () => void, onMissing: (error: FerryError) => void): ServerCheck {
  const { client } = useRendererStore();
  const [state, setState] = useState<ServerCheck['state']>('unknown');
  const round = useRef(0);
  const known = useRef('');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function ask(address: string, tellsMissing: boolean) {
    clearTimeout(timer.current);
    round.current += 1;
    const asked = round.current;
    setState('checking');
    const answer = await client.checkServer(address);
    if (asked !== round.current) return;
    setState(answer.ok ? 'found' : 'unknown');
    known.current = answer.ok ? address : '';
    if (answer.ok) onFound();
    else if (tellsMissing) onMissing(answer.error);
  }
  return {
    state,
    type(typed) {
      const address = typed.trim();
      clearTimeout(timer.current);
      round.current += 1;
      known.current = '';
      setState('unknown');
      if (WHOLE.test(address)) timer.current = setTimeout(() => void ask(address, false), REST_MS);
    },
    leave(typed) {
      const address = typed.trim();
      if (address !== '' && address !== known.current) void ask(address, true);
    },
  };
}
