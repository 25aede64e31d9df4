import type { JsonObject } from './components.ts';

/** The document as one HTML page, without scripts or external resources. */
export function openApiPage(document: JsonObject): string {
  const info = member(document, 'info');
  const paths = Object.entries(member(document, 'paths'));
  const schemas = Object.entries(member(member(document, 'components'), 'schemas'));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escapeHtml(info.title)}</h1><p>${escapeHtml(info.description)}</p>
<p><a href="/v1/openapi.json">openapi.json</a></p></header>
<nav><h2>Routes</h2><ul>${paths.map(([path, item]) => routeLinks(path, item)).join('')}</ul>
<h2>Schemas</h2><ul>${schemas.map(([name]) => `<li><a href="#${anchor(name)}">${escapeHtml(name)}</a></li>`).join('')}</ul></nav>
<main>
${paths.map(([path, item]) => routeSections(path, item)).join('\n')}
${schemas.map(([name, schema]) => schemaSection(name, schema)).join('\n')}
</main>
</body>
</html>
`;
}

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 15%, transparent); --link: light-dark(#0b57a4, #8ab8f0); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 2rem; display: grid; grid-template-columns: 15rem 1fr; gap: 0 3rem; }
header { grid-column: 1 / -1; border-bottom: 1px solid var(--line); }
nav { font-size: .875rem; } nav ul { list-style: none; padding: 0; } nav h2 { font-size: 1rem; }
a { color: var(--link); } main { min-width: 0; }
section { border-bottom: 1px solid var(--line); padding: 1rem 0; } section h2 { font-size: 1.125rem; margin: 0; }
code, pre { font: .875em/1.5 ui-monospace, monospace; } pre { overflow: auto; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.method { text-transform: uppercase; } table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
@media (max-width: 50rem) { body { grid-template-columns: 1fr; padding: 1rem; } }
`;

function routeLinks(path: string, item: unknown): string {
  return Object.keys(asObject(item))
    .map(
      (method) =>
        `<li><a href="#${anchor(method + path)}"><span class="method">${method}</span> ${escapeHtml(path)}</a></li>`,
    )
    .join('');
}

function routeSections(path: string, item: unknown): string {
  return Object.entries(asObject(item))
    .map(([method, operation]) => routeSection(path, method, asObject(operation)))
    .join('\n');
}

function routeSection(path: string, method: string, operation: JsonObject): string {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.map(asObject) : [];
  const rows = parameters
    .map(
      (parameter) =>
        `<tr><td><code>${escapeHtml(parameter.name)}</code></td><td>${parameter.required ? 'required' : ''}</td><td><code>${linked(parameter.schema)}</code></td></tr>`,
    )
    .join('');
  const answers = Object.entries(member(operation, 'responses'))
    .map(
      ([status, answer]) =>
        `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(asObject(answer).description)}</td><td>${bodies(asObject(answer))}</td></tr>`,
    )
    .join('');
  const body =
    operation.requestBody === undefined ? '' : `<h3>Body</h3><p>${bodies(asObject(operation.requestBody))}</p>`;
  return `<section id="${anchor(method + path)}"><h2><span class="method">${method}</span> <code>${escapeHtml(path)}</code></h2>
<p><strong>${escapeHtml(operation.summary)}.</strong> ${escapeHtml(operation.description)}</p>
${rows ? `<h3>Query</h3><table>${rows}</table>` : ''}${body}<h3>Answers</h3><table>${answers}</table></section>`;
}

function bodies(holder: JsonObject): string {
  return Object.entries(member(holder, 'content'))
    .map(([type, media]) => `<code>${escapeHtml(type)}</code> <code>${linked(asObject(media).schema)}</code>`)
    .join('<br>');
}

function schemaSection(name: string, schema: unknown): string {
  return `<section id="${anchor(name)}"><h2>${escapeHtml(name)}</h2><pre>${linked(schema, 2)}</pre></section>`;
}

/** JSON in which each reference links to its section. */
function linked(value: unknown, indent = 0): string {
  return escapeHtml(JSON.stringify(value, null, indent)).replaceAll(
    /#\/components\/schemas\/([\w.]+)/g,
    (_whole, name: string) => `<a href="#${anchor(name)}">${name}</a>`,
  );
}

function anchor(text: string): string {
  return text.replaceAll(/[^\w]+/g, '-').toLowerCase();
}

function escapeHtml(text: unknown): string {
  return String(text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function member(object: JsonObject, name: string): JsonObject {
  return asObject(object[name]);
}
