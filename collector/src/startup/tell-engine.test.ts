import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('tells the engine what it understands: what it does not know it passes over in silence', () => {
  const known = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  expect(known).toMatch(/^ +--heap-growing-percent /m);
});
