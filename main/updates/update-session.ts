import type { Session } from 'electron';

/**
 * The session that electron-updater downloads with; its name is part of that package. The feed is asked with the same one.
 * Whatever leads elsewhere, be it a redirect, is cancelled before a byte is sent.
 */
export const UPDATE_PARTITION = 'electron-updater';

export function confineToOrigin(session: Pick<Session, 'webRequest'>, feedUrl: string): void {
  const { origin } = new URL(feedUrl);
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: new URL(url).origin !== origin }));
}
