import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'oxc-parser';

/** Each file among `files` that names the type `Store` whole, instead of picking the parts of it that it uses. */
export function findWholeStore(root: string, files: readonly string[]): string[] {
  return files.filter((file) => {
    const { program } = parseSync(file, readFileSync(path.join(root, file), 'utf8'));
    return namesWholeStore(program);
  });
}

function namesWholeStore(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(namesWholeStore);
  if (typeof node !== 'object' || node === null) return false;
  if (isReferenceTo(node, ['Store'])) return true;
  // `Pick` and `Omit` name it to take parts of it.
  if (isReferenceTo(node, ['Pick', 'Omit'])) return false;
  return Object.values(node).some(namesWholeStore);
}

function isReferenceTo(node: object, names: readonly string[]): boolean {
  if (!('type' in node) || node.type !== 'TSTypeReference' || !('typeName' in node)) return false;
  const { typeName } = node;
  const isNamed = typeof typeName === 'object' && typeName !== null && 'name' in typeName;
  return isNamed && names.includes(String(typeName.name));
}
