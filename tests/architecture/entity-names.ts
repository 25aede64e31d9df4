import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Schema } from '#app/schema/index.ts';

/**
 * Names of entities and of their fields in the code of a file: a table or a label anywhere in a string, a table or a field
 * as a string or as a property. Fields whose name is one common word, such as `status`, are not looked for.
 */
export function entityNamesIn(root: string, file: string, schema: Pick<Schema, 'entities'>): string[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  const { program } = parseSync(file, source);
  const names = namesOf(schema);
  const found: string[] = [];
  walk(program, (node) => {
    const name = stringIn(node);
    const word = propertyIn(node);
    if (name !== undefined) found.push(...names.inText(name));
    if (word !== undefined && names.isName(word)) found.push(word);
  });
  return [...new Set(found)];
}

function namesOf({ entities }: Pick<Schema, 'entities'>) {
  const tables = entities.map(({ table }) => table);
  const fields = entities.flatMap((entity) => Object.keys(entity.fields)).filter((name) => /[A-Z]/.test(name));
  const words = entities.flatMap(({ label, singular }) => [label.en, label.de, singular.de]);
  const named = new RegExp(`(?<![\\p{L}])(?:cached_)?(${[...tables, ...words].join('|')})(?![\\p{L}])`, 'gu');
  const isName = (word: string) => tables.includes(word) || fields.includes(word);
  return {
    isName,
    inText: (text: string) => (isName(text) ? [text] : [...text.matchAll(named)].map(([, word = '']) => word)),
  };
}

type Node = { type: string } & Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const child of Object.values(value)) walk(child, visit);
  }
}

function stringIn(node: Node): string | undefined {
  if (node.type === 'Literal' || node.type === 'JSXText')
    return typeof node.value === 'string' ? node.value : undefined;
  if (node.type !== 'TemplateElement') return undefined;
  const { cooked } = node.value as { cooked?: string };
  return cooked;
}

/** The name of a property that is read, written or declared. */
function propertyIn(node: Node): string | undefined {
  const key = node.type === 'MemberExpression' ? node.property : node.key;
  if (node.computed === true || !isNode(key) || key.type !== 'Identifier') return undefined;
  return String(key.name);
}
