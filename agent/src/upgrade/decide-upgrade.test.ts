import { expect, it } from 'vitest';
import { decideUpgrade } from './decide-upgrade.ts';

const one = (version: string, platform = 'linux-x64') => ({
  file: `watchcase-agent_${version}_${platform}.tar.gz`,
  version,
  platform,
  bytes: 1,
  sha256: 'a'.repeat(64),
});
const own = { version: '0.2.0', platform: 'linux-x64' };
const shelf = [one('0.3.0'), one('0.3.0', 'linux-arm64'), one('0.1.0'), one('0.2.0-rc.1')];

it('installs a newer version for its own platform', () => {
  expect(decideUpgrade('0.3.0', own, shelf)).toEqual({ do: 'install', package: one('0.3.0') });
});

it('does nothing for the one that runs', () => {
  expect(decideUpgrade('0.2.0', own, [])).toEqual({ do: 'nothing' });
});

it.each([
  ['0.1.0', 'UPGRADE_OLDER'],
  ['0.2.0-rc.1', 'UPGRADE_OLDER'],
  ['nonsense', 'UPGRADE_OLDER'],
  ['0.4.0', 'UPGRADE_NOT_FOR_THIS_HOST'],
])('%s is refused: %s', (wanted, code) => {
  expect(decideUpgrade(wanted, own, shelf)).toMatchObject({ do: 'refuse', code });
});

it('takes no package of another form of its platform', () => {
  const old = { ...own, platform: 'linux-x64-carries-its-libc' };
  expect(decideUpgrade('0.3.0', old, shelf)).toMatchObject({ code: 'UPGRADE_NOT_FOR_THIS_HOST' });
});
