import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { ownProgram } from './own-program.ts';

it('is started by its loader where it brings one along, whichever of the two the kernel says runs', () => {
  using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const quiet = '--disable-warning=ExperimentalWarning';
  expect(ownProgram(at('node'), '/lib/main.mjs')).toEqual([at('node'), quiet, '/lib/main.mjs']);
  writeFileSync(at('ld-linux-x86-64.so.2'), '');
  const own = [at('ld-linux-x86-64.so.2'), '--library-path', folder.path, at('node'), quiet, '/lib/main.mjs'];
  expect(ownProgram(at('node'), '/lib/main.mjs')).toEqual(own);
  expect(ownProgram(at('ld-linux-x86-64.so.2'), '/lib/main.mjs')).toEqual(own);
});
