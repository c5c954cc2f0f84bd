import { describeFault } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { parsePackTests } from './pack-test-file.ts';

const good = `tests:
  - name: it fires
    interval: 30s
    series:
      - { series: 'disk.used_percent{path="/"}', unit: percent, values: "10x2 99" }
      - series: app.v
        values: 1 _ 0+10x3
    expect:
      - { at: 30s, alerts: [] }
      - { at: 1m, alerts: [{ rule: disk/full, labels: { path: / }, severity: minor }] }
`;

/** What is said of a test file. */
function faultsOf(text: string): string[] {
  const parsed = parsePackTests({ file: 'disk.test.yaml', text }, ['disk/full', 'disk/inodes']);
  return 'faults' in parsed ? parsed.faults.map(describeFault) : [];
}

/** The good file with one line put in another's place. */
const withLine = (line: number, text: string) =>
  good
    .split('\n')
    .map((old, i) => (i + 1 === line ? text : old))
    .join('\n');

it('reads series and moments', () => {
  const parsed = parsePackTests({ file: 'disk.test.yaml', text: good }, ['disk/full']);
  expect(parsed).toMatchObject({
    tests: [
      {
        name: 'it fires',
        intervalMs: 30_000,
        series: [
          {
            measurement: 'disk',
            field: 'used_percent',
            tags: { path: '/' },
            unit: 'percent',
            values: [10, 10, 99],
          },
          { measurement: 'app', field: 'v', tags: {}, unit: 'none', values: [1, null, 0, 10, 20] },
        ],
        expect: [{ atMs: 30_000 }, { atMs: 60_000 }],
      },
    ],
  });
});

const place = String.raw`^RULE_TEST_INVALID disk\.test\.yaml`;

it.each<[string, string, string]>([
  ['not YAML', 'tests: [', String.raw`^RULE_NOT_YAML disk\.test\.yaml:1:`],
  ['an alias of nothing', 'tests: *gone', String.raw`^RULE_NOT_YAML disk\.test\.yaml:1:8: nothing before it`],
  ['an empty file', '', `${place}:1:1: a test file: is empty; a map`],
  ['a list', '- a', `${place}:1:1: a test file: a map of names and values is expected, found a list`],
  ['no tests', 'tests: []', `${place}:1:1: "tests": a list of at least 1 entry is expected`],
  ['an unknown field', `${good}packs: 1\n`, `${place}:11:1: "packs": is not known here`],
  ['a misspelt field', withLine(3, '    intervall: 30s'), `${place}:3:5: .*did you mean "interval"`],
  [
    'no name',
    withLine(2, '  - interval: 30s').replace('\n    interval: 30s', ''),
    `${place}:2:5: "tests.0.name": is missing`,
  ],
  [
    'no series',
    'tests:\n  - name: a\n    series: []\n    expect: [{ at: 0s, alerts: [] }]',
    `${place}:3:5: .*at least 1 entry`,
  ],
  [
    'nothing expected',
    'tests:\n  - name: a\n    series: [{ series: a.b, values: "1" }]\n    expect: []',
    `${place}:4:5: .*at least 1 entry`,
  ],
  [
    'a time without unit',
    withLine(9, '      - { at: "30", alerts: [] }'),
    `${place}:9:16: "at": a time such as 30s or 5m was expected, found "30"`,
  ],
  [
    'a number as a time',
    withLine(9, '      - { at: 30, alerts: [] }'),
    `${place}:9:15: "at": a time such as 30s or 5m was expected, found "30"`,
  ],
  [
    'a moment after the end',
    withLine(9, '      - { at: 151s, alerts: [] }'),
    `${place}:9:15: "at": 151s is after the end of the series, which last 150s`,
  ],
  [
    'an interval below a second',
    withLine(3, '    interval: 100ms'),
    `${place}:3:15: "interval": samples come at most once a second`,
  ],
  [
    'an unknown unit',
    withLine(5, "      - { series: a.b, unit: percents, values: '1' }"),
    `${place}:5:30: "tests.0.series.0.unit": one of "none", "percent"`,
  ],
  [
    'no series at all',
    withLine(6, '      - series: app'),
    `${place}:6:17: "series": "app" alone is not a series`,
  ],
  [
    'a function',
    withLine(6, '      - series: avg(app.v, 5m)'),
    `${place}:6:17: "series": one series is expected`,
  ],
  [
    'a pattern as a tag',
    withLine(6, '      - series: \'app.v{a=~"b"}\''),
    `${place}:6:18: "series": a tag of a series has a value, a="…"`,
  ],
  [
    'a series twice',
    withLine(6, `      - series: disk.used_percent{path="/"}`),
    `${place}:6:17: "series": disk.used_percent.* is there twice`,
  ],
  [
    'no value',
    withLine(7, '        values: 1 two'),
    `${place}:7:19: "values": "two" is no value - values are 70, 70x4`,
  ],
  [
    'an empty value',
    withLine(7, '        values: " "'),
    `${place}:7:18: "values": a series has at least one value`,
  ],
  [
    'values without end',
    withLine(7, '        values: 1 0x99999999999'),
    `${place}:7:19: "values": a series has 1 to 20000 values`,
  ],
  [
    'an unknown rule',
    withLine(10, '      - { at: 1m, alerts: [{ rule: disk/ful, severity: minor }] }'),
    `${place}:10:36: "rule": there is no rule "disk/ful" - did you mean "disk/full"`,
  ],
  [
    'an unknown severity',
    withLine(10, '      - { at: 1m, alerts: [{ rule: disk/full, severity: bad }] }'),
    `${place}:10:57: .*one of "advisory", "minor"`,
  ],
  [
    'a label that is a number',
    withLine(10, '      - { at: 1m, alerts: [{ rule: disk/full, labels: { path: 5 }, severity: minor }] }'),
    `${place}:10:63: .*a text is expected, found a number`,
  ],
])('%s: code, file, line, column', (_, text, expected) => {
  const faults = faultsOf(text);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(expected));
});

it('tells all faults of a file at once', () => {
  expect(faultsOf(withLine(7, '        values: x').replace('30s', 'soon'))).toHaveLength(2);
});
