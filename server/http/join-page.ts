import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const STYLE = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:15vh auto;max-width:34rem;padding:0 1.5rem}
a{display:inline-block;padding:.6rem 1.2rem;border-radius:.5rem;background:#0b57a4;color:#fff;text-decoration:none}
code{font:.9rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}[hidden]{display:none}`;

/** The secret stays behind the `#`, which no browser sends; only the page's own script reads it. */
const SCRIPT = `const given=new URLSearchParams(location.hash.slice(1)),own=new URLSearchParams();
own.set('server',location.origin);
for(const name of ['firm','code','setup']){const value=given.get(name);if(value&&/^[\\w-]{1,100}$/.test(value))own.set(name,value)}
const isWhole=own.has('code')||own.has('setup'),link='ferry://join?'+own;
const language=navigator.language.startsWith('de')?'de':'en';
document.documentElement.lang=language;
for(const each of document.querySelectorAll('section'))each.hidden=each.lang!==language||each.dataset.whole!==String(isWhole);
for(const each of document.querySelectorAll('a'))each.href=link;
for(const each of document.querySelectorAll('code'))each.textContent=link;`;

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Ferry</title><style>${STYLE}</style></head>
<body>
<section lang="en" data-whole="true" hidden><h1>Your invitation to Ferry</h1><p>Open it in Ferry on this computer:</p><p><a>Open in Ferry</a></p>
<p>If nothing happens, install and start Ferry, choose <strong>I have an invitation</strong> and paste this:</p><p><code></code></p></section>
<section lang="de" data-whole="true" hidden><h1>Ihre Einladung zu Ferry</h1><p>Öffnen Sie sie in Ferry auf diesem Computer:</p><p><a>In Ferry öffnen</a></p>
<p>Wenn nichts geschieht, installieren und starten Sie Ferry, wählen Sie <strong>Ich habe eine Einladung</strong> und fügen Sie dies ein:</p><p><code></code></p></section>
<section lang="en" data-whole="false"><h1>Ferry</h1><p>This link is not whole. Copy all of it, or ask for it again.</p></section>
<section lang="de" data-whole="false" hidden><h1>Ferry</h1><p>Dieser Link ist nicht vollständig. Kopieren Sie ihn ganz, oder lassen Sie ihn sich noch einmal geben.</p></section>
<script>${SCRIPT}</script>
</body>
</html>
`;

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = [
  "default-src 'none'",
  `script-src ${hashOf(SCRIPT)}`,
  `style-src ${hashOf(STYLE)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Where an invitation's https link leads: a static page that opens the app. */
export function registerJoinPage(app: FastifyInstance): void {
  app.get('/join', (_request, reply) =>
    reply
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(PAGE),
  );
}
