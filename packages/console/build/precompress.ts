import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Plugin } from 'vite';

const PACKED = /\.(?:js|css|svg)$/;
/** What is smaller gains nothing. */
const SMALL_BYTES = 1024;

/** Lays every file that browsers load beside itself as brotli makes it at its best, once at the build: a server that packs half a megabyte anew for each visitor is a tenth of a second late. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle() {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!PACKED.test(name)) continue;
        const whole = readFileSync(join(folder, name));
        if (whole.length >= SMALL_BYTES) writeFileSync(join(folder, `${name}.br`), brotliCompressSync(whole));
      }
    },
  };
}
