import type { Import } from './import-graph.ts';

/**
 * The folders within an area, each with the folders of the same area it may import. Files that stand in the area itself
 * put the folders together and may import all of them; of those files, a folder may import the ones it names.
 */
export const innerLayers: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'app/sync': {
    edits: ['size.ts'],
    status: ['desk-types.ts', 'limits.ts'],
    run: ['edits', 'status', 'size.ts', 'limits.ts'],
  },
  main: {
    icons: [],
    system: [],
    security: [],
    session: ['system'],
    network: ['system', 'session'],
    data: ['system'],
    updates: ['system'],
    lifecycle: ['system', 'shell'],
    shell: ['system', 'security', 'icons', 'services.ts', 'updates/updater-types.ts', 'lifecycle/problems.ts'],
    ipc: ['system', 'security', 'session', 'network', 'data', 'updates', 'shell'],
  },
  renderer: {
    styles: [],
    store: [],
    i18n: ['store'],
    components: ['i18n', 'store'],
    navigation: ['store', 'i18n', 'components'],
    import: ['store', 'i18n', 'components', 'navigation', 'zod-jitless.ts'],
    receipts: ['store', 'i18n', 'components', 'import'],
    record: ['store', 'i18n', 'components', 'navigation', 'receipts'],
    list: ['store', 'i18n', 'components', 'navigation', 'import', 'record'],
    people: ['store', 'i18n', 'components', 'navigation'],
    'sign-in': ['store', 'i18n', 'components', 'navigation', 'people'],
    updates: ['store', 'i18n', 'components', 'navigation'],
    settings: ['store', 'i18n', 'components', 'navigation', 'people', 'sign-in', 'updates'],
    salvage: ['store', 'i18n', 'components', 'navigation'],
    'sync-centre': ['store', 'i18n', 'components', 'navigation', 'receipts', 'record'],
    overview: ['store', 'i18n', 'components', 'navigation', 'record', 'settings', 'sync-centre'],
    palette: [
      ...['store', 'i18n', 'components', 'navigation', 'record', 'list'],
      ...['sign-in', 'settings', 'sync-centre'],
    ],
    'quick-add': ['store', 'i18n', 'components', 'navigation'],
    shell: [
      ...['store', 'i18n', 'components', 'navigation', 'import', 'record', 'list', 'quick-add'],
      ...['sign-in', 'settings', 'salvage', 'sync-centre', 'overview', 'palette', 'updates'],
    ],
  },
  server: {
    storage: ['system.ts'],
    core: ['storage'],
    auth: ['storage', 'core'],
    maintenance: ['storage', 'core', 'log-reason.ts'],
    sample: ['storage', 'core', 'auth', 'system.ts'],
    openapi: ['http/problem.ts', 'http/health-query.ts'],
    http: ['storage', 'core', 'auth', 'openapi', 'log-reason.ts'],
    conformance: [],
    cli: ['storage', 'core', 'auth', 'maintenance', 'sample', 'server.ts', 'system.ts', 'log.ts'],
  },
};

/** One line for each import between the folders of an area that its table does not allow. */
export function findForbiddenWithin(imports: readonly Import[]): string[] {
  return imports
    .filter((each) => each.isFile && !isAllowed(each))
    .map(({ from, to }) => `${from} may not import ${to}`);
}

function isAllowed({ from, to }: Import): boolean {
  const area = Object.keys(innerLayers).find((name) => from.startsWith(`${name}/`) && to.startsWith(`${name}/`));
  if (area === undefined) return true;
  const [inside, target] = [from, to].map((file) => file.slice(area.length + 1));
  const folder = folderOf(inside);
  if (folder === undefined || folder === folderOf(target)) return true;
  const seen = innerLayers[area]?.[folder];
  return seen?.some((name) => target === name || target?.startsWith(`${name}/`)) ?? false;
}

/** Undefined for a file that stands in the area itself. */
function folderOf(file = ''): string | undefined {
  const [first, ...rest] = file.split('/');
  return rest.length > 0 ? first : undefined;
}
