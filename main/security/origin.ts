/** The renderer's scheme: a real origin, unlike file:, and shared with no other content. */
export const APP_SCHEME = 'ferry';
export const APP_HOST = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const START_PAGE = `${APP_ORIGIN}/index.html`;
/** The page of the small window for quick add. */
export const QUICK_PAGE = `${APP_ORIGIN}/quick.html`;

/**
 * Whether a URL is a page of the renderer. Compares parsed parts: `ferry://app.evil` and `ferry://app@evil` are not.
 */
export function isOurPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && url.username === '';
}
