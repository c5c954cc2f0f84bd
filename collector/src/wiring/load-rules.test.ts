import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@watchcase/testkit';
import { expect, it, vi } from 'vitest';
import { configSchema } from '../config.ts';
import { loadRules } from './load-rules.ts';

const PACK = `pack: slow
rules:
  - id: grows
    title: "{host} grows"
    when: avg(app.size, 72h) > 5
    severity: minor
    category: software
`;

it.each([
  ['alone', { rawHours: 48, cluster: false }, 1],
  ['alone, with history enough', { rawHours: 72, cluster: false }, 0],
  ['with others, whose store keeps it', { rawHours: 48, cluster: true }, 0],
])(
  'a window longer than history is said at the start, and its pack is in service: %s',
  (_name, of, times) => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'slow.yaml'), PACK);
    const log = { warn: vi.fn() };
    const config = configSchema.parse({ rules: { folder: folder.path }, history: { rawHours: of.rawHours } });
    const packs = loadRules(
      { ...config, cluster: of.cluster },
      log as unknown as Parameters<typeof loadRules>[1],
    );
    // Beside it stands the pack by which a collector watches itself.
    expect(packs.map(({ name }) => name)).toEqual(['slow', 'watchcase']);
    expect(log.warn).toHaveBeenCalledTimes(times);
    if (times > 0)
      expect(log.warn.mock.calls[0]).toEqual([
        expect.objectContaining({
          code: 'RULE_WINDOW_TOO_LONG',
          place: expect.stringContaining('slow.yaml:5'),
        }),
        expect.stringContaining('looks back'),
      ]);
  },
);
