import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { buildTargets } from './tools/build-targets.ts';

/** Set by tools/app-build.ts; a build by hand is one to ship. */
const targets = buildTargets(process.env.FERRY_BUILD_FOR === 'fallback' ? 'fallback' : 'shipped');
const node = targets.node === undefined ? {} : { target: targets.node };
/** Set by `npm run dev`. The page's own origin has no port, so Vite's client has to be told where its WebSocket is. */
const devPort = Number(process.env.FERRY_DEV_PORT ?? 0);
const chrome = targets.chrome === undefined ? {} : { target: targets.chrome };

/** Libraries that only the worker of an import calls; they do nothing when loaded, so the window's own chunks leave them out. */
const treeshake = { moduleSideEffects: [{ test: /node_modules[\\/](ical\.js|chardet)[\\/]/, sideEffects: false }] };

/** Messages do nothing when loaded: the worker, which is handed those it needs, leaves them out. */
const withoutMessages = { moduleSideEffects: [{ test: /app[\\/]text[\\/]/, sideEffects: false }] };

export default defineConfig({
  // Only package.json's `dependencies` stay outside the bundle: they are what electron-builder packs as node_modules.
  main: {
    build: {
      ...node,
      outDir: 'dist/main',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: {
          index: 'main/index.ts',
          'checkpoint-worker': 'app/store/checkpoint-worker.ts',
          'check-worker': 'app/store/check-worker.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  // A sandboxed preload can neither load ES modules nor require files, so it is one CommonJS file.
  preload: {
    build: {
      ...node,
      outDir: 'dist/preload',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // Relative, because the app serves this folder from a scheme of its own.
    base: './',
    plugins: [react()],
    optimizeDeps: { entries: ['index.html', 'quick.html', 'import/import-worker.ts'] },
    server: {
      host: '127.0.0.1',
      ...(devPort > 0 && {
        port: devPort,
        strictPort: true,
        hmr: { protocol: 'ws', host: '127.0.0.1', clientPort: devPort },
      }),
    },
    // The worker of an import shares nothing with the window, and loads its own chunks.
    worker: { format: 'es', rolldownOptions: { treeshake: withoutMessages } },
    build: {
      ...chrome,
      outDir: 'dist/renderer',
      sourcemap: true,
      // The Content-Security-Policy allows no inline or data: scripts and styles, so nothing may be inlined.
      assetsInlineLimit: 0,
      // Loaded from disk, so it is split only where the start would load what it does not need. Both parts have a budget.
      chunkSizeWarningLimit: 1500,
      minify: true,
      rolldownOptions: {
        input: { index: 'renderer/index.html', quick: 'renderer/quick.html' },
        treeshake,
        output: {
          // Shared chunks run before the entry's own code, whatever it imports first: what tells Zod not to compile has to
          // stand in Zod's chunk, or the schemas are made before it is heard.
          codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|renderer[\\/]zod-jitless/ }] },
        },
      },
    },
  },
});
