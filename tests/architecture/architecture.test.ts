import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImports, sourceFiles } from './import-graph.ts';
import { findForbiddenWithin } from './inner-layers.ts';
import { findCycles, findForbidden } from './layers.ts';
import { findWholeStore } from './whole-store.ts';

const root = path.join(import.meta.dirname, '../..');

describe('our sources', () => {
  const imports = readImports(root, ['app', 'main', 'preload', 'renderer', 'server', 'tests', 'tools', 'build']);

  it('are all read', () => {
    expect(imports).toContainEqual({
      from: 'tests/architecture/architecture.test.ts',
      to: 'tests/architecture/layers.ts',
      isFile: true,
      isTypeOnly: false,
    });
  });

  it('import only what their layer may see', () => {
    expect(findForbidden(imports)).toEqual([]);
  });

  it('import only what their folder may see within its area', () => {
    expect(findForbiddenWithin(imports)).toEqual([]);
  });

  it('have no cycles', () => {
    expect(findCycles(imports)).toEqual([]);
  });

  it('name the whole store nowhere in sync: each part takes the parts of the store that it uses', () => {
    expect(findWholeStore(root, sourceFiles(root, 'app/sync'))).toEqual([]);
  });
});

describe('planted violations', () => {
  const imports = readImports(path.join(import.meta.dirname, 'fixtures/planted'), [
    ...['app', 'main', 'preload', 'renderer', 'server', 'elsewhere'],
  ]);
  const forbidden = findForbidden(imports);

  it.each([
    ['a type from a higher layer', 'app/schema/looks-up.ts may not import app/contract/errors.ts'],
    ['a re-export from a higher layer', 'app/schema/looks-up.ts may not import app/store/store.ts'],
    ['a dynamic import of a higher layer', 'app/schema/looks-up.ts may not import app/sync/run/engine.ts'],
    ['an inline type import of a higher layer', 'app/schema/looks-up.ts may not import app/transport/http.ts'],
    ['a package the schema does not need', 'app/schema/looks-up.ts may not import node:fs'],
    ['Electron in the core', 'app/store/store.ts may not import electron'],
    ['React in the core', 'app/store/store.ts may not import react-dom/client'],
    ['a neighbour layer', 'app/store/store.ts may not import app/transport/http.ts'],
    ['zod in preload', 'preload/index.ts may not import zod'],
    ['more of the contract than names in preload', 'preload/index.ts may not import app/contract/errors.ts'],
    ['types of the store in preload', 'preload/index.ts may not import app/store/store.ts'],
    ['Node in the renderer', 'renderer/view.tsx may not import fs/promises'],
    ['the store in the renderer', 'renderer/view.tsx may not import app/store/store.ts'],
    ['the store in the server', 'server/index.ts may not import app/store/store.ts'],
    ['the engine in the server', 'server/index.ts may not import app/sync/run/engine.ts'],
    ['tests in the product', 'main/index.ts may not import tests/support/clock.ts'],
    ['tools in the product', 'main/index.ts may not import tools/doctor.ts'],
    ['a folder without a layer', 'elsewhere/index.ts may not import app/schema/index.ts'],
  ])('are found: %s', (_what, violation) => {
    expect(forbidden).toContain(violation);
  });

  it('are the only ones found', () => {
    expect(forbidden).toHaveLength(18);
  });

  it('are found: a folder that looks up within its area', () => {
    const planted = { from: 'renderer/store/a.ts', to: 'renderer/list/b.ts', isFile: true, isTypeOnly: true };
    const unknown = { from: 'main/elsewhere/a.ts', to: 'main/system/b.ts', isFile: true, isTypeOnly: false };
    expect(findForbiddenWithin([planted, unknown])).toEqual([
      'renderer/store/a.ts may not import renderer/list/b.ts',
      'main/elsewhere/a.ts may not import main/system/b.ts',
    ]);
  });

  it('are found: a part of sync that takes the whole store', () => {
    const planted = path.join(import.meta.dirname, 'fixtures/planted');
    const files = sourceFiles(planted, 'app/sync');
    expect(findWholeStore(planted, files)).toEqual(['app/sync/run/whole-store.ts']);
  });

  it('are found: a cycle, even of types only', () => {
    expect(findCycles(imports)).toEqual(['main/cycle-a.ts → main/cycle-b.ts → main/cycle-a.ts']);
  });
});
