import { useEffect, useRef, useState } from 'react';
import type { FerryError } from '#app/contract/errors.ts';
import { useRendererStore } from '../store/store-context.ts';

/** After this pause the typed text counts as a complete address. */
const REST_MS = 500;
/** Text with a dot or a port; partial names are not checked. */
const WHOLE = /^(https?:\/\/)?([^\s/:]+\.[^\s/.:]{2,}|[^\s/:]+:\d+|localhost)/i;

export interface ServerCheck {
  state: 'unknown' | 'checking' | 'found';
  /** Call on each change of the address: drops earlier findings, and checks a complete address. */
  type(address: string): void;
  /** Call when the focus leaves the field: checks at once and shows an error if no server answers. */
  leave(address: string): void;
}

/** Whether a Ferry server answers at an address; late answers for earlier text are dropped. */
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
