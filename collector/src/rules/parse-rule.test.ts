import { describe, expect, it } from 'vitest';
import { parsePack } from './pack.ts';

const good = `pack: shop
rules:
  - id: slow
    title: "{host} is slow"
    when: backup.age > 2s
    severity: minor
    category: software
`;

/** The faults of a pack, as people read them. */
function faultsOf(text: string): string[] {
  const parsed = parsePack({ file: 'shop.yaml', text });
  return 'faults' in parsed
    ? parsed.faults.map(
        (one) => `${one.code} ${one.place} ${one.message}${one.fix === undefined ? '' : ` - ${one.fix}`}`,
      )
    : [];
}

/** The good pack with one line put in another's place. */
const withLine = (line: number, text: string) =>
  good
    .split('\n')
    .map((old, i) => (i + 1 === line ? text : old))
    .join('\n');

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
      text: `${good}    for: 1.5m\n    keepFiring: 90s\n    runbook: https://x\n`,
    });
    expect('rules' in parsed && parsed.rules[0]?.facts).toMatchObject({
      id: 'shop/slow',
      forMs: 90_000,
      keepFiringMs: 90_000,
      runbook: 'https://x',
    });
  });
});
