import type { Session } from 'electron';

/**
 * The session that electron-updater downloads with; the name is fixed by that package. The feed uses it too. Requests
 * to other origins, including redirects, are cancelled before a byte is sent.
 */
export const UPDATE_PARTITION = 'electron-updater';

export function confineToOrigin(session: Pick<Session, 'webRequest'>, feedUrl: string): void {
  const { origin } = new URL(feedUrl);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: new URL(url).origin !== origin }));
}
