import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';

/** The pages need no other origin: everything they load lies beside index.html. */
export default defineConfig({
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false }), precompress()],
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false }, sourcemap: false },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
