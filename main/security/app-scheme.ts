import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { assetPath, contentType } from './asset-path.ts';
import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import { developmentSource } from './development-server.ts';
import { APP_SCHEME } from './origin.ts';

/** Must run before the app is ready: gives the scheme a secure origin without any policy bypass. */
export function declareScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the renderer's folder, and nothing else, under Ferry's scheme; in `npm run dev`, Vite's output. A production
 * build removes that branch (tests/e2e/security.spec.ts).
 */
export function serveRenderer(protocol: Protocol, root: string): void {
  const source = import.meta.env.DEV ? developmentSource() : undefined;
  protocol.handle(APP_SCHEME, source ?? filesOf(root));
}

function filesOf(root: string) {
  return async (request: Request): Promise<Response> => {
    const file = request.method === 'GET' ? assetPath(root, request.url) : null;
    if (file === null) return refusal(403);
    try {
      return new Response(new Uint8Array(await readFile(file)), { headers: headersFor(file) });
    } catch {
      return refusal(404);
    }
  };
}

function headersFor(file: string): Record<string, string> {
  return {
    'content-type': contentType(file),
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-cache',
  };
}

function refusal(status: 403 | 404): Response {
  return new Response(null, { status, headers: { 'content-security-policy': CONTENT_SECURITY_POLICY } });
}
