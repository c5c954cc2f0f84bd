import { expect, it } from 'vitest';
import { chosenOf } from './chosen.ts';
import { configSchema } from './config.ts';

it('numbers the entries of each job, whatever their tool', () => {
  const files = { tool: 'files', options: { patterns: ['/srv/*.bak'] } };
  const restic = { tool: 'restic', options: { repository: '/srv/repo', password: 'x' } };
  const backups = [
    { job: 'erp', ...files },
    { job: 'mail', ...files },
    { job: 'erp', ...restic },
    { job: 'erp', ...files },
  ];
  expect(chosenOf(configSchema.parse({ backups })).backups.map(({ job, part }) => [job, part])).toEqual([
    ['erp', 1],
    ['mail', 1],
    ['erp', 2],
    ['erp', 3],
  ]);
});
