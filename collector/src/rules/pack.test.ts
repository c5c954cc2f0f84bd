import { describe, expect, it } from 'vitest';
import { faultsOf, goodPack, withLine } from '../../../test/harness/pack-with-faults.ts';

const faulty: [string, string, RegExp][] = [
  ['not YAML', 'pack: [', /^RULE_NOT_YAML shop\.yaml:1:\d+ /],
  ['an empty file', '', /^RULE_INVALID shop\.yaml:1:1 /],
  [
    'no pack name',
    goodPack.slice(goodPack.indexOf('\n') + 1),
    /^RULE_INVALID shop\.yaml:1:1 "pack": is missing; a text is expected/,
  ],
  [
    'a bad pack name',
    withLine(1, 'pack: My Shop'),
    /^RULE_INVALID shop\.yaml:1:7 "pack": a name of lower-case letters/,
  ],
  ['no rules', 'pack: shop\nrules: []\n', /^RULE_INVALID shop\.yaml:2:1 "rules": /],
  [
    'an unknown field of the pack',
    `${goodPack}owner: lin\n`,
    /^RULE_INVALID shop\.yaml:8:1 "owner": is not known here/,
  ],
  [
    'a rule that is no map',
    'pack: shop\nrules:\n  - hello\n',
    /^RULE_INVALID shop\.yaml:3:5 a rule: a map of names and values is expected, found a text/,
  ],
  [
    'an unknown field of a rule',
    withLine(6, '    severty: minor'),
    /^RULE_INVALID shop\.yaml:6:5 "severty": is not known here - did you mean "severity"\?/,
  ],
  [
    'a missing field',
    withLine(4, '    runbook: x'),
    /^RULE_INVALID shop\.yaml:3:5 "title": is missing; a text or a map/,
  ],
  [
    'a value that is none of those known',
    withLine(7, '    category: sofware'),
    /^RULE_INVALID shop\.yaml:7:15 "category": .*"software"/,
  ],
  ['a severity that is none', withLine(6, '    severity: bad'), /^RULE_INVALID shop\.yaml:6:15 "severity": /],
  [
    'a fault in plain text',
    withLine(5, '    when: backup.age > 2'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:24 .*a time and a plain number/,
  ],
  [
    'a fault in double quotes',
    withLine(5, '    when: "x.y{a=\\"b\\"} > 2 3"'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:29 .*"3" cannot stand here/,
  ],
  [
    'a fault in single quotes',
    withLine(5, "    when: 'x.y > 2 ''3'"),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:20 .*cannot stand here/,
  ],
  [
    'a fault in a folded block',
    withLine(5, '    when: >-\n      shop.a > 1\n      and shop.seconds > 2 3'),
    /^RULE_BAD_EXPRESSION shop\.yaml:7:28 .*"3" cannot stand here/,
  ],
  [
    'a fault in a literal block',
    withLine(5, '    when: |\n      shop.a > 1\n        and 7 7'),
    /^RULE_BAD_EXPRESSION shop\.yaml:7:15 .*"7" cannot stand here/,
  ],
  [
    'a fault on the second line of plain text',
    withLine(5, '    when: shop.a > 1\n      and shop.b > 2 3'),
    /^RULE_BAD_EXPRESSION shop\.yaml:6:22 .*"3" cannot stand here/,
  ],
  [
    'a condition that is none',
    withLine(5, '    when: backup.age'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:11 .*a condition was expected/,
  ],
  [
    'a bad `recover`',
    withLine(7, '    category: software\n    recover: backup.age < 1'),
    /^RULE_BAD_EXPRESSION shop\.yaml:8:27 "recover"/,
  ],
  [
    'a regular expression that is none',
    withLine(5, `    when: 'x.y{a=~"["} > 1'`),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:19 .*not a regular expression/,
  ],
  [
    'a lone backslash',
    withLine(5, `    when: 'x.y{a=~"\\d"} > 1'`),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:19 .*after a backslash/,
  ],
  [
    '`for` without a unit',
    withLine(7, '    category: software\n    for: 5'),
    /^RULE_BAD_DURATION shop\.yaml:8:10 "for": a time such as 30s or 5m was expected, found "5"/,
  ],
  [
    '`for` that is a size',
    withLine(7, '    category: software\n    for: 5MB'),
    /^RULE_BAD_DURATION shop\.yaml:8:10 /,
  ],
  [
    'a negative `keepFiring`',
    withLine(7, '    category: software\n    keepFiring: -5m'),
    /^RULE_BAD_DURATION shop\.yaml:8:17 /,
  ],
  [
    'an unknown placeholder',
    withLine(4, '    title: "{path} is slow"'),
    /^RULE_BAD_PLACEHOLDER shop\.yaml:4:13 .*{path}/,
  ],
  [
    'a value in a group',
    withLine(7, '    category: software\n    group: "{value}"'),
    /^RULE_BAD_PLACEHOLDER shop\.yaml:8:13 .*{value}.*{host} or {customer}/,
  ],
  [
    'severity and levels',
    withLine(6, '    severity: minor\n    levels: { major: 5s }'),
    /^RULE_BAD_LEVELS shop\.yaml:7:5 .*either "severity" or "levels"/,
  ],
  [
    'neither',
    withLine(6, '    runbook: x'),
    /^RULE_BAD_LEVELS shop\.yaml:3:5 .*either "severity" or "levels"/,
  ],
  [
    'levels of two units',
    withLine(6, '    levels: { minor: 5s, major: 80% }'),
    /^RULE_BAD_LEVELS shop\.yaml:6:5 .*of one unit/,
  ],
  [
    'a level that is no number',
    withLine(6, '    levels: { minor: 5s, major: lots }'),
    /^RULE_BAD_LEVELS shop\.yaml:6:33 "levels\.major": a number with its unit.*found "lots"/,
  ],
  [
    'a level of an unknown unit',
    withLine(6, '    levels: { minor: 5s, major: 5 apples }'),
    /^RULE_BAD_LEVELS shop\.yaml:6:33 .*found "5 apples"/,
  ],
  [
    'levels out of order',
    withLine(6, '    levels: { minor: 5s, major: 9s, critical: 7s }').replace('2s', 'level'),
    /^RULE_BAD_LEVELS shop\.yaml:6:5 .*levels rise, or fall/,
  ],
  [
    'two equal levels',
    withLine(6, '    levels: { minor: 5s, major: 5s }').replace('2s', 'level'),
    /^RULE_BAD_LEVELS .*levels rise, or fall/,
  ],
  [
    'levels that `when` does not use',
    withLine(6, '    levels: { minor: 5s, major: 9s }'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:11 .*compares something with "level"/,
  ],
  [
    '`level` without levels',
    withLine(5, '    when: backup.age > level'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:24 .*needs a "levels" list/,
  ],
  [
    'levels against the comparison',
    withLine(6, '    levels: { minor: 9s, critical: 5s }').replace('> 2s', '>= level'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:22 .*levels rise/,
  ],
  ['what is always the same', withLine(5, '    when: 5 > 3'), /^RULE_BAD_EXPRESSION .*reads no series/],
  [
    'what is no number',
    withLine(5, '    when: a.b > 1/0'),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:18 .*no number/,
  ],
  [
    'a placeholder of another language',
    withLine(4, '    title: "{{ $value }} of {host}"'),
    /^RULE_BAD_PLACEHOLDER shop\.yaml:4:13 .*"\{\{ \$value \}\}"/,
  ],
  [
    'a placeholder with spaces',
    withLine(4, '    title: "at { value }"'),
    /^RULE_BAD_PLACEHOLDER shop\.yaml:4:16 /,
  ],
  [
    'an unknown level',
    withLine(6, '    levels: { minor: 5s, mayor: 9s }').replace('> 2s', '> level'),
    /^RULE_INVALID shop\.yaml:6:26 "levels\.mayor"/,
  ],
  ['an alias of nothing', withLine(4, '    title: *gone'), /^RULE_NOT_YAML shop\.yaml:4:12 .*"&gone"/],
  ['a list that holds itself', 'pack: shop\nrules: &r [*r]\n', /^RULE_NOT_YAML shop\.yaml:2:12 .*no end/],
  [
    'a list that is empty',
    withLine(7, '    category: software\n    each:'),
    /^RULE_INVALID shop\.yaml:8:5 "each": is empty; a list is expected/,
  ],
  [
    'a text where a list is expected',
    withLine(7, '    category: software\n    each: path'),
    /^RULE_INVALID shop\.yaml:8:11 "each": a list is expected, found a text/,
  ],
  [
    'what can be no tag',
    withLine(7, '    category: software\n    each: [path, "the disk"]'),
    /^RULE_INVALID shop\.yaml:8:19 "each\.1": is no name of a tag/,
  ],
  [
    'a tag twice',
    withLine(7, '    category: software\n    each: [path, path]'),
    /^RULE_INVALID shop\.yaml:8:18 "each\.1": is there twice/,
  ],
  [
    'a title in one language only',
    withLine(4, '    title: { en: slow }'),
    /^RULE_INVALID shop\.yaml:4:12 "title\.zh-CN": is missing; a text is expected/,
  ],
  [
    'a condition that is a list',
    withLine(5, '    when: [a.b > 1]'),
    /^RULE_INVALID shop\.yaml:5:5 "when": a text is expected, found a list/,
  ],
  [
    'a fault behind an indentation indicator and a blank line',
    withLine(5, '    when: |2-\n\n        shop.a > 1\n      and 7 7'),
    /^RULE_BAD_EXPRESSION shop\.yaml:8:13 .*"7" cannot stand here/,
  ],
  [
    'a fault in a file with Windows line ends',
    withLine(5, '    when: >\n      shop.a > 1\n\n      and 7 7').replaceAll('\n', '\r\n'),
    /^RULE_BAD_EXPRESSION shop\.yaml:8:13 .*"7" cannot stand here/,
  ],
  [
    'a pattern that looks ahead',
    withLine(5, `    when: 'x.y{a=~"(?!b).*"} > 1'`),
    /^RULE_BAD_EXPRESSION shop\.yaml:5:19 .*not a regular expression.* - patterns do not look ahead/,
  ],
  [
    'a key twice',
    `${goodPack}    for: 5m\n    for: 6m\n`,
    /^RULE_NOT_YAML shop\.yaml:9:5 "for" is there twice/,
  ],
  ['a file without end', `${goodPack}# ${'x'.repeat(1_048_576)}`, /^RULE_TOO_LONG shop\.yaml:1:1 .*1048576/],
  [
    'an id twice',
    goodPack + goodPack.slice(goodPack.indexOf('  - id')),
    /^RULE_TWICE shop\.yaml:8:9 .*"shop\/slow" is used twice/,
  ],
];

describe('parsePack', () => {
  it.each(faulty)('%s: code, line, column, what was expected', (_, text, expected) => {
    const faults = faultsOf(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(expected);
  });

  it('tells all faults at once', () => {
    expect(faultsOf(withLine(5, '    when: backup.age > 2') + '    for: 5\n')).toHaveLength(2);
  });

  it('tells lists that stand too deep in each other, without drowning in it', () => {
    const faults = faultsOf(`pack: ${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect([faults.length > 0, faults.length <= 10]).toEqual([true, true]);
    for (const fault of faults) expect(fault).toMatch(/^RULE_NOT_YAML shop\.yaml:1:/);
  });

  it('takes thirty thousand keys in no time, and tells some of them', () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `k${i}: 1`).join('\n');
    const start = process.cpuUsage();
    expect(faultsOf(`${goodPack}${many}\n`)).toHaveLength(20);
    expect(process.cpuUsage(start).user / 1e6).toBeLessThan(10);
  });
});
