import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

export interface Import {
  /** The importing file, relative to the root, with forward slashes. */
  readonly from: string;
  /** The imported file, likewise, or the specifier of a package or a Node built-in as written. */
  readonly to: string;
  readonly isFile: boolean;
  /** Nothing but types, so that it leaves no trace when the program runs. */
  readonly isTypeOnly: boolean;
}

/** Every import between these folders' sources and out of them: static, re-exported, dynamic and of types alike. */
export function readImports(root: string, folders: readonly string[]): Import[] {
  return folders.flatMap((folder) => sourceFiles(root, folder)).flatMap((file) => importsOf(root, file));
}

export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/')))
    .filter((file) => /\.(ts|tsx|js|mjs)$/.test(file) && !file.includes('/fixtures/'))
    .sort();
}

function importsOf(root: string, from: string): Import[] {
  const { program, errors } = parseSync(from, readFileSync(path.join(root, from), 'utf8'));
  if (errors.length > 0) throw new Error(`${from} cannot be parsed: ${errors[0]?.message}`);
  const found: Found = { atRunTime: new Set(), ofTypes: new Set() };
  collectSpecifiers(program, found);
  const named = (specifiers: Set<string>, isTypeOnly: boolean) =>
    [...specifiers].map((specifier) => ({ from, isTypeOnly, ...target(from, specifier) }));
  return [...named(found.atRunTime, false), ...named(found.ofTypes.difference(found.atRunTime), true)];
}

/** Imports always carry their extension here, so that a path says which file it is. */
function target(from: string, specifier: string): Pick<Import, 'to' | 'isFile'> {
  if (specifier.startsWith('#app/')) return { to: specifier.replace('#', ''), isFile: true };
  if (specifier.startsWith('.')) return { to: path.posix.join(path.posix.dirname(from), specifier), isFile: true };
  return { to: specifier, isFile: false };
}

const importingNodes = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

interface Found {
  readonly atRunTime: Set<string>;
  readonly ofTypes: Set<string>;
}

function collectSpecifiers(node: unknown, found: Found): void {
  if (Array.isArray(node)) {
    for (const item of node) collectSpecifiers(item, found);
  } else if (isNode(node)) {
    if (importingNodes.has(node.type)) addSpecifier(node, found);
    for (const child of Object.values(node)) collectSpecifiers(child, found);
  }
}

function addSpecifier({ type, source, importKind, exportKind }: Node, found: Found): void {
  if (!isNode(source) || source.type !== 'Literal' || typeof source.value !== 'string') return;
  const isTypeOnly = type === 'TSImportType' || importKind === 'type' || exportKind === 'type';
  (isTypeOnly ? found.ofTypes : found.atRunTime).add(source.value);
}

type Node = { type: string } & Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
