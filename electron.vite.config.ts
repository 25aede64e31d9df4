import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/**
 * What the oldest runtime we run on understands: development falls back to Electron 33 (Node 20, Chrome 130) where the
 * current one cannot be downloaded, see tools/electron-runtime.
 */
const nodeTarget = 'node20';
const chromeTarget = 'chrome130';

export default defineConfig({
  // Only package.json's `dependencies` stay outside the bundle: they are what electron-builder packs as node_modules.
  main: {
    build: {
      target: nodeTarget,
      outDir: 'dist/main',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: { index: 'main/index.ts', 'checkpoint-worker': 'app/store/checkpoint-worker.ts' },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  // A sandboxed preload can neither load ES modules nor require files, so it is one CommonJS file.
  preload: {
    build: {
      target: nodeTarget,
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
    build: {
      target: chromeTarget,
      outDir: 'dist/renderer',
      sourcemap: true,
      // The Content-Security-Policy allows no inline or data: scripts and styles, so nothing may be inlined.
      assetsInlineLimit: 0,
      // Loaded from disk: splitting it would save nothing. Its size has a budget in npm run bench.
      chunkSizeWarningLimit: 1500,
      minify: true,
      rolldownOptions: {
        input: { index: 'renderer/index.html' },
        output: {
          // Shared chunks run before the entry's own code, whatever it imports first: what tells Zod not to compile has to
          // stand in Zod's chunk, or the schemas are made before it is heard.
          codeSplitting: { groups: [{ name: 'zod', test: /node_modules[\\/]zod[\\/]|renderer[\\/]without-eval/ }] },
        },
      },
    },
  },
});
