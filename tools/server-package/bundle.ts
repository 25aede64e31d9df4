import path from 'node:path';
import { build, type Plugin } from 'vite';
import { projectFolder } from '../child-process.ts';
import { packageIn } from '../shipped/packages.ts';

const MIGRATIONS_MODULE = path.join(projectFolder, 'server/storage/migrations-folder.ts');
/** Native, so it stays a package beside the program. */
export const NATIVE = 'better-sqlite3';

/** Bundles the server into one module, `file`. Returns the folders of the packages in it. */
export async function bundleServer(file: string): Promise<string[]> {
  const result = await build({
    root: projectFolder,
    configFile: false,
    logLevel: 'warn',
    plugins: [migrationsBesideProgram],
    ssr: { noExternal: true, external: [NATIVE] },
    build: {
      ssr: 'server/index.ts',
      target: 'node22',
      outDir: path.dirname(file),
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        external: [NATIVE, 'pg-native'],
        output: { format: 'es', entryFileNames: path.basename(file), codeSplitting: false, banner: REQUIRE },
      },
    },
  });
  const outputs = Array.isArray(result) ? result : [result];
  const modules = outputs.flatMap((each) =>
    'output' in each ? each.output.flatMap((chunk) => (chunk.type === 'chunk' ? Object.keys(chunk.modules) : [])) : [],
  );
  const places = new Set(modules.flatMap((source) => packageIn(source.split(path.sep).join('/')) ?? []));
  return [...places].map((place) => path.join(projectFolder, place));
}

/** CommonJS packages call `require` for Node's own modules and read `__dirname`. */
const REQUIRE = `import { createRequire as createRequireOfServer } from 'node:module';
const require = createRequireOfServer(import.meta.url);
const __dirname = import.meta.dirname;
const __filename = import.meta.filename;`;

const migrationsBesideProgram: Plugin = {
  name: 'migrations-beside-program',
  load(id) {
    if (path.normalize(id) !== MIGRATIONS_MODULE) return null;
    return `import path from 'node:path';
export const migrationsFolder = path.join(import.meta.dirname, 'migrations');`;
  },
};
