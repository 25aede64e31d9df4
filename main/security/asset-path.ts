import path from 'node:path';
import { APP_HOST, APP_SCHEME } from './origin.ts';

/**
 * The file for a URL of Ferry's scheme, or null if it is outside `root`. `..` and its encoded forms are resolved before
 * the check.
 */
export function assetPath(root: string, requested: string): string | null {
  const url = URL.canParse(requested) ? new URL(requested) : null;
  if (url === null || url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return null;
  const decoded = decode(url.pathname);
  if (decoded === null || decoded.includes('\0')) return null;
  const file = path.resolve(root, `.${path.sep}${decoded === '/' ? 'index.html' : decoded}`);
  const relative = path.relative(root, file);
  return relative === '' || relative.startsWith('..') || path.isAbsolute(relative) ? null : file;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The content type of a file; only types that the renderer uses. */
export function contentType(file: string): string {
  return CONTENT_TYPES[path.extname(file)] ?? 'application/octet-stream';
}
