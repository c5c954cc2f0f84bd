import { expect, it } from 'vitest';
import type { Verdict } from '../model/index.ts';
import { parsePack } from './pack.ts';

/** A pack of one rule whose fourth line is the one given. */
const packWith = (line: string) => `pack: shop
rules:
  - id: slow
${line}
    when: backup.age > 2s
    severity: minor
    category: software
`;

const verdict = { hostName: 'db1', labels: {}, value: 93_700, unit: 'seconds' } as unknown as Verdict;
const titleOf = (line: string) => {
  const parsed = parsePack({ file: 'shop.yaml', text: packWith(line) });
  return 'faults' in parsed ? parsed.faults : parsed.rules[0]?.facts.title(verdict);
};

it('stand in each language, values too', () => {
  expect(titleOf('    title: { en: "{host} lags {value}", zh-CN: "{host} 延迟 {value}" }')).toEqual({
    en: 'db1 lags 1 d 2 h',
    'zh-CN': 'db1 延迟 1 天 2 小时',
  });
});

it('are one text for all where there is one', () => {
  const one = 'db1 lags 1 d 2 h';
  expect(titleOf('    title: "{host} lags {value}"')).toEqual({ en: one, 'zh-CN': one });
});

it.each([
  ['title: { en: "{hots}", zh-CN: "{host}" }', 'RULE_BAD_PLACEHOLDER shop.yaml:4:19 "title.en": {hots} is'],
  ['title: { en: "x", zh-CN: "{hots}" }', 'RULE_BAD_PLACEHOLDER shop.yaml:4:31 "title.zh-CN": {hots} is'],
  ['title: { en: "x" }', 'RULE_INVALID shop.yaml:4:12 "title.zh-CN": '],
  ['title: { en: "x", zh-CN: "y", de: "z" }', 'RULE_INVALID shop.yaml:'],
  ['title: ""', 'RULE_INVALID shop.yaml:4:13 "title": '],
])('%s is at fault', (line, fault) => {
  const parsed = parsePack({ file: 'shop.yaml', text: packWith(`    ${line}`) });
  const faults = 'faults' in parsed ? parsed.faults : [];
  expect(faults.map((one) => `${one.code} ${one.place} ${one.message}`)).toEqual([
    expect.stringContaining(fault),
  ]);
});
