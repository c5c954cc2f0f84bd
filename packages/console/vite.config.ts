import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { apiShapes } from './build/api-shapes.ts';
import { precompress } from './build/precompress.ts';

/** The pages need no other origin: everything they load lies beside index.html. */
export default defineConfig({
  plugins: [apiShapes(), preact({ devToolsEnabled: false, prefreshEnabled: false }), precompress()],
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    // A page's own code needs nothing that the first page has not brought.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []),
    },
    sourcemap: false,
    // A file for what pages have in common, and one for each page: many small ones would be a request each.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
