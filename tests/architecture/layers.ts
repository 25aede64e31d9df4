import { builtinModules } from 'node:module';
import type { Import } from './import-graph.ts';

interface Layer {
  /** The folders and files of ours it may import, beside its own folder. */
  readonly sees: readonly string[];
  /** What it may import besides, if only for its types. */
  readonly seesTypesOf?: readonly string[];
  /** The packages it may import; `node` stands for all of Node's built-ins. Absent: any. */
  readonly packages?: readonly string[];
  /** The packages it may not import. */
  readonly notPackages?: readonly string[];
}

const screenPackages = ['react', 'react-dom', 'react-aria-components', 'zustand', 'lucide-react'];
const notInTheCore = ['electron', 'electron-updater', ...screenPackages];

/** Who may import whom: `schema ← contract ← store, transport ← sync ← main`, and what may come from outside. */
export const layers: Readonly<Record<string, Layer>> = {
  'app/schema': { sees: [], packages: ['zod'] },
  'app/contract': { sees: ['app/schema'], packages: ['zod'] },
  'app/text': { sees: ['app/schema', 'app/contract'], packages: [] },
  // Files in and out, wherever they are read: a worker of the window, a command of the server, a test.
  'app/import': {
    sees: ['app/schema', 'app/contract', 'app/text'],
    packages: ['chardet', 'fflate', 'ical.js', 'saxen'],
  },
  // A made-up firm, to look around in and to try a server with.
  'app/sample': { sees: ['app/schema'], packages: ['uuid'] },
  // Pure: what desk and server decide alike.
  'app/rules': { sees: ['app/schema', 'app/contract'], notPackages: notInTheCore },
  'app/store': { sees: ['app/schema', 'app/contract', 'app/rules'], notPackages: notInTheCore },
  'app/transport': { sees: ['app/schema', 'app/contract'], notPackages: notInTheCore },
  'app/sync': {
    sees: ['app/schema', 'app/contract', 'app/rules', 'app/store', 'app/transport'],
    notPackages: notInTheCore,
  },
  main: { sees: ['app'], notPackages: screenPackages },
  // One bundle without zod: nothing but names when it runs.
  preload: { sees: ['app/contract/channels.ts'], seesTypesOf: ['app/schema', 'app/contract'], packages: ['electron'] },
  renderer: {
    sees: ['app/schema', 'app/contract', 'app/text', 'app/import'],
    notPackages: ['electron', 'node', 'better-sqlite3', 'fastify', 'pg'],
  },
  server: {
    sees: ['app/schema', 'app/contract', 'app/text', 'app/import', 'app/rules', 'app/sample'],
    notPackages: notInTheCore,
  },
  // What writes migrations compares the schema with what they make of a database; what is signed for the app is read by the
  // app's own code, so that both mean the same.
  tools: { sees: ['app/schema', 'app/store', 'main/updates/feed.ts', 'main/updates/feed-policy.ts'] },
  build: { sees: [] },
  tests: { sees: ['app', 'main', 'preload', 'renderer', 'server', 'tools', 'build'] },
};

/** One line for each import that the layers do not allow. */
export function findForbidden(imports: readonly Import[]): string[] {
  return imports.filter((anImport) => !isAllowed(anImport)).map(({ from, to }) => `${from} may not import ${to}`);
}

function isAllowed({ from, to, isFile, isTypeOnly }: Import): boolean {
  const name = Object.keys(layers).find((folder) => isIn(from, folder));
  const layer = name === undefined ? undefined : layers[name];
  if (name === undefined || layer === undefined) return false;
  const seen = isTypeOnly ? [...layer.sees, ...(layer.seesTypesOf ?? [])] : layer.sees;
  if (isFile) return [name, ...seen].some((folder) => isIn(to, folder));
  const imported = packageOf(to);
  return layer.packages ? layer.packages.includes(imported) : !layer.notPackages?.includes(imported);
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return 'node';
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Each cycle of files that import each other, as the way round: `a → b → a`. Types count: they couple as well. */
export function findCycles(imports: readonly Import[]): string[] {
  const importedBy = Map.groupBy(
    imports.filter(({ isFile }) => isFile),
    ({ from }) => from,
  );
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    const seenAt = way.indexOf(file);
    if (seenAt >= 0) cycles.push([...way.slice(seenAt), file].join(' → '));
    if (seenAt >= 0 || finished.has(file)) return;
    for (const { to } of importedBy.get(file) ?? []) visit(to, [...way, file]);
    finished.add(file);
  };
  for (const file of importedBy.keys()) visit(file, []);
  return cycles;
}
