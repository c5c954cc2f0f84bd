import { describe, expect, it } from 'vitest';
import { fileCircles } from './file-circles.ts';

function circlesOf(sources: Readonly<Record<string, string>>): string[][] {
  return fileCircles(Object.entries(sources).map(([path, text]) => ({ path, text })));
}

describe('circles of files', () => {
  it('are seen over types, exports and imports at run time', () => {
    expect(
      circlesOf({
        'a/src/index.ts': "export { b } from './b.ts';",
        'a/src/b.ts': "const c = await import('./c.ts');",
        'a/src/c.ts': "import type { A } from './index.ts';",
        'a/src/d.ts': "import { a } from './index.ts';",
      }),
    ).toEqual([['a/src/b.ts', 'a/src/c.ts', 'a/src/index.ts']]);
  });

  it('are seen over packages, pages and a file that imports itself', () => {
    expect(
      circlesOf({
        'packages/api/src/index.ts': "import { s } from '@watchcase/sla';",
        'packages/sla/src/index.ts': "import type { a } from '@watchcase/api';",
        'packages/console/src/page.tsx': "import { p } from './page.tsx';",
      }),
    ).toEqual([
      ['packages/api/src/index.ts', 'packages/sla/src/index.ts'],
      ['packages/console/src/page.tsx'],
    ]);
  });

  it('are not what many ways lead to', () => {
    expect(
      circlesOf({
        'a/a.ts': "import './b.ts';\nimport './c.ts';",
        'a/b.ts': "import './d.ts';",
        'a/c.ts': "import './d.ts';\nimport { join } from 'node:path';",
        'a/d.ts': '',
      }),
    ).toEqual([]);
  });
});
