import { expect, it } from 'vitest';
import { baseEnvironment } from './base-environment.ts';

const own = {
  Path: 'C:\\Windows\\System32',
  SystemRoot: 'C:\\Windows',
  SECRET: 'x',
  PSModulePath: undefined,
};

it.each([
  ['win32', { Path: 'C:\\Windows\\System32', SystemRoot: 'C:\\Windows', HOME: 'home' }],
  ['linux', { PATH: expect.stringContaining('/usr/bin') as string, LANG: 'C.UTF-8', HOME: 'home' }],
] as const)(
  'programs have what they need of the machine, and nothing of the agent: %s',
  (platform, wanted) => {
    expect(baseEnvironment(platform, own, 'home')).toEqual(wanted);
  },
);
