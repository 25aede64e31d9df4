import { idSchema } from './ids.ts';

/** What an invitation's or a set-up's link says; nothing of it is verified. */
export interface InvitationLink {
  kind: 'invitation' | 'setUp';
  /** As it stands in the link; null for a code, whose server is typed beside it. */
  server: string | null;
  firmId: string | null;
  secret: string;
}

const MAX_LENGTH = 2000;
const SECRET = /^[\w-]{10,100}$/;
/** A code: 16 letters and digits, in groups or not. */
const CODE = /^[0-9a-z](?:[\s-]*[0-9a-z]){15}$/i;

/** The link that opens the app. */
export function invitationLink(server: string, firmId: string, secret: string): string {
  return `ferry://join?${new URLSearchParams({ server, firm: firmId, code: secret })}`;
}

/**
 * Reads `ferry://join?…`, the address of a server's `/join` page, or a code. Null if it is none of them. The server's
 * address is not checked here.
 */
export function readInvitationLink(typed: string): InvitationLink | null {
  const text = typed.trim();
  if (text.length > MAX_LENGTH) return null;
  if (CODE.test(text)) return { kind: 'invitation', server: null, firmId: null, secret: text };
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol === 'ferry:') {
    const isJoin = url.host === 'join' && url.username === '' && url.password === '' && url.hash === '';
    return isJoin ? linkOf(url.searchParams, url.searchParams.get('server')) : null;
  }
  if (!url.pathname.endsWith('/join') || url.hash === '') return null;
  const server = text.slice(0, text.indexOf('#')).replace(/\/join$/, '');
  return linkOf(new URLSearchParams(url.hash.slice(1)), server);
}

function linkOf(given: URLSearchParams, server: string | null): InvitationLink | null {
  const [code, setUp] = [given.get('code'), given.get('setup')];
  const secret = code ?? setUp ?? '';
  if (!SECRET.test(secret) || server === null || server === '') return null;
  const firm = idSchema.safeParse(given.get('firm'));
  return { kind: code === null ? 'setUp' : 'invitation', server, firmId: firm.success ? firm.data : null, secret };
}
/** The same as a page of the server, for whoever has no Ferry yet; what follows `#` is never sent. */
export function invitationPage(server: string, firmId: string, secret: string): string {
  return `${server}/join#${new URLSearchParams({ firm: firmId, code: secret })}`;
}
