import { describe, expect, it } from 'vitest';
import { faultsOf, goodPack, withLine } from '../../../test/harness/pack-with-faults.ts';
import { parsePack } from './pack.ts';

describe('a rule', () => {
  it('takes levels that fall, worst last or first', () => {
    const text = withLine(6, '    levels: { critical: 1s, minor: 9s, major: 5s }').replace('> 2s', '< level');
    const parsed = parsePack({ file: 'shop.yaml', text });
    expect('rules' in parsed && parsed.rules[0]?.levels).toEqual([
      { severity: 'minor', value: 9 },
      { severity: 'major', value: 5 },
      { severity: 'critical', value: 1 },
    ]);
  });

  it('takes negative levels, and growth of a plain number', () => {
    const text = withLine(6, '    levels: { minor: -5, critical: -20 }').replace(
      'backup.age > 2s',
      'room.temp < level',
    );
    const parsed = parsePack({ file: 'shop.yaml', text });
    expect('rules' in parsed && parsed.rules[0]?.levels.map(({ value }) => value)).toEqual([-5, -20]);
    expect(faultsOf(withLine(5, '    when: rate(app.errors, 5m) > 5/s'))).toEqual([]);
  });

  it('gives the times and names of a rule', () => {
    const parsed = parsePack({
      file: 'shop.yaml',
      text: `${goodPack}    for: 1.5m\n    keepFiring: 90s\n    runbook: https://x\n`,
    });
    expect('rules' in parsed && parsed.rules[0]?.facts).toMatchObject({
      id: 'shop/slow',
      forMs: 90_000,
      keepFiringMs: 90_000,
      runbook: 'https://x',
    });
  });
});
