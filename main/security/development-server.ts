import { CONTENT_SECURITY_POLICY } from './content-security-policy.ts';
import { isOurPage } from './origin.ts';

/** Set by electron-vite in `npm run dev`: the Vite server for the renderer's sources. */
function serverAddress(): string | undefined {
  return process.env.ELECTRON_RENDERER_URL;
}

/** Fetches the page's requests from the Vite server; undefined if none runs. */
export function developmentSource(): ((request: Request) => Promise<Response>) | undefined {
  const server = serverAddress();
  if (server === undefined) return undefined;
  return async (request) => {
    if (request.method !== 'GET' || !isOurPage(request.url)) return new Response(null, { status: 403 });
    const { pathname, search } = new URL(request.url);
    const { status, headers, body } = await fetch(new URL(`${pathname}${search}`, server));
    const contentType = headers.get('content-type') ?? 'application/octet-stream';
    return new Response(body, {
      status,
      headers: { 'content-type': contentType, 'content-security-policy': developmentPolicy(server) },
    });
  };
}

/** Whether an address is Vite's WebSocket for hot reload. */
export function isDevelopmentSocket(address: string): boolean {
  const server = serverAddress();
  return server !== undefined && address.startsWith(socketOrigin(server));
}

/** Vite's client adds style elements and an inline script, and opens a WebSocket. */
function developmentPolicy(server: string): string {
  return CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    .replace("connect-src 'none'", `connect-src 'self' ${socketOrigin(server)}`);
}

function socketOrigin(server: string): string {
  return new URL(server).origin.replace('http', 'ws');
}
