import { describeFault } from '@watchcase/runtime';
import { describe, expect, it } from 'vitest';
import { parsePack } from './pack.ts';

/** A rule as docs/rules.md teaches it. */
const sound = {
  id: 'full',
  title: '"{path} of {host} is {value} full"',
  each: '[path]',
  when: 'disk.used_percent >= 90%',
  severity: 'minor',
  recover: 'disk.used_percent < 85%',
  for: '5m',
  category: 'hardware',
};
type Fields = Partial<Record<keyof typeof sound | 'levels' | 'interval' | 'expr', string | undefined>>;

function packOf(changes: Fields): string {
  const fields = Object.entries<string | undefined>({ ...sound, ...changes });
  const lines = fields.filter(([, text]) => text !== undefined).map(([name, text]) => `${name}: ${text}`);
  return `pack: mine\nrules:\n  - ${lines.join('\n    ')}\n`;
}

/** Everything that is told of a pack: its faults, or what may be a mistake. */
function told(text: string): string[] {
  const parsed = parsePack({ file: 'mine.yaml', text });
  const list = 'faults' in parsed ? parsed.faults : parsed.rules.flatMap(({ doubts }) => doubts);
  return list.map(describeFault);
}

const CAN_NEVER =
  'this can never be true, whatever is reported - look at its limits, and whether "or" is meant where it says "and"';
const FIELDS =
  'known are id, title, each, when, levels, severity, recover, for, keepFiring, category, runbook, group';
const UNLIMITED = { severity: undefined, recover: undefined, when: 'disk.used_percent >= level' };

/** A mistake and the whole of what is told of it: code, file, line, column, what was expected, what to do. */
const mistakes: [what: string, changes: Fields, told: string[]][] = [
  ['none', {}, []],
  [
    'no unit behind a number',
    { when: 'disk.used_percent >= 90' },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:32: "when": ">=" cannot join a percentage and a plain number - write 90%',
    ],
  ],
  [
    'an amount where a rate is',
    { title: 'x', each: '[interface]', when: 'rate(net.bytes_recv, 5m) > 10 MB', recover: undefined },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:38: "when": ">" cannot join bytes per second and a size in bytes - write 10MB/s',
    ],
  ],
  [
    'operators of other languages',
    { when: 'disk.used_percent > 90% && disk.free < 5 GiB' },
    ['RULE_BAD_EXPRESSION mine.yaml:6:35: "when": "&" cannot stand here - write and'],
  ],
  [
    'one sign of equality',
    { title: 'x', each: '[job]', when: 'backup_run.ok = 0', recover: undefined },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:25: "when": "=" cannot stand here; an operator or the end was expected - write ==',
    ],
  ],
  [
    'a window as Prometheus has it',
    { when: 'avg(disk.used_percent[5m]) > 90%' },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:32: "when": "[" cannot stand here - the length of a window is an argument: avg(series, 5m)',
    ],
  ],
  [
    'a function of Prometheus',
    { when: 'avg_over_time(disk.used_percent, 5m) > 90%' },
    ['RULE_BAD_EXPRESSION mine.yaml:6:11: "when": "avg_over_time" is not a function - did you mean avg?'],
  ],
  [
    'a tag without quotes',
    { when: 'disk.used_percent{path=/var} > 90%' },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:34: "when": a text in double quotes was expected, found "/" - write path="…"',
    ],
  ],
  [
    'a tag compared like a number',
    { when: 'disk.fstype == "ext4"' },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:26: "when": a number, a series or a function was expected, found "ext4" - tags are compared in braces: disk.used_percent{fstype="ext4"}',
    ],
  ],
  [
    'a chain of comparisons',
    { when: '80% < disk.used_percent < 90%' },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:35: "when": comparisons cannot be chained - join two of them with "and"',
    ],
  ],
  [
    'a time of two parts',
    { title: 'x', each: '[job]', when: 'backup.age > 1d 2h', recover: undefined },
    [
      'RULE_BAD_EXPRESSION mine.yaml:6:27: "when": "2" cannot stand here; an operator or the end was expected - a quantity is one number with one unit: 26h, not 1d 2h',
    ],
  ],
  [
    'a time in words',
    { for: '5 minutes' },
    [
      'RULE_BAD_DURATION mine.yaml:9:10: "for": a time such as 30s or 5m was expected, found "5 minutes" - write 5m',
    ],
  ],
  [
    'a time without a unit',
    { for: '300' },
    [
      'RULE_BAD_DURATION mine.yaml:9:10: "for": a time such as 30s or 5m was expected, found "300" - write 300s',
    ],
  ],
  [
    'a severity of other programs',
    { severity: 'warning' },
    ['RULE_INVALID mine.yaml:7:15: "severity": one of "advisory", "minor", "major", "critical" is expected'],
  ],
  [
    'a level of other programs',
    { ...UNLIMITED, levels: '{ warning: 80%, critical: 95% }' },
    [
      'RULE_INVALID mine.yaml:9:15: "levels.warning": is not known here - known are advisory, minor, major, critical',
    ],
  ],
  [
    'levels and a severity',
    { levels: '{ minor: 80%, critical: 95% }' },
    [
      'RULE_BAD_LEVELS mine.yaml:11:5: "levels": a rule has either "severity" or "levels" - leave one of them out',
    ],
  ],
  [
    'a placeholder that is none',
    { title: '"{path} on {hostname} is full"' },
    [
      'RULE_BAD_PLACEHOLDER mine.yaml:4:13: "title": {hostname} is neither a label in "each" nor {host}, {customer}, {value} or {threshold} - did you mean {host}?',
    ],
  ],
  [
    'a title that begins with a brace, without quotes',
    { title: '{path} of {host}' },
    [
      'RULE_NOT_YAML mine.yaml:4:19: Unexpected scalar at node end: a text that begins with { or [ stands in quotes',
    ],
  ],
  [
    'one tag where a list is expected',
    { each: 'path' },
    ['RULE_INVALID mine.yaml:5:11: "each": a list is expected, found a text: put it in brackets, [a]'],
  ],
  [
    'a field of Prometheus',
    { when: undefined, recover: undefined, expr: 'disk.used_percent > 90%' },
    [
      'RULE_INVALID mine.yaml:3:5: "when": is missing; a text is expected',
      `RULE_INVALID mine.yaml:9:5: "expr": is not known here - ${FIELDS}`,
    ],
  ],
  [
    'a category that is none',
    { category: 'disk' },
    [
      'RULE_INVALID mine.yaml:10:15: "category": one of "software", "data", "network", "hardware", "security", "usage" is expected',
    ],
  ],
  [
    'limits that exclude each other',
    { when: 'disk.used_percent > 90% and disk.used_percent < 80%', recover: undefined },
    [`RULE_BAD_EXPRESSION mine.yaml:6:35: "when": ${CAN_NEVER}`],
  ],
  [
    'a share above the whole',
    { when: 'avg(disk.used_percent, 5m) > 900%', recover: undefined },
    [`RULE_BAD_EXPRESSION mine.yaml:6:38: "when": ${CAN_NEVER}`],
  ],
  [
    'a recovery that goes the wrong way',
    { recover: 'disk.used_percent > 85%' },
    [
      'RULE_BAD_EXPRESSION mine.yaml:8:32: "recover": the alert would recover while things get worse, and not when they are well: this goes the same way as "when" - turn its comparison',
    ],
  ],
  [
    'a recovery that leaves no gap',
    { recover: 'disk.used_percent < 95%' },
    [
      'RULE_DOUBTFUL mine.yaml:8:32: "recover": it changes nothing: it is true whenever "when" is false - leave a gap to the limit of "when", or leave it out',
    ],
  ],
  [
    'a misspelt measurement',
    { when: 'disc.used_percent >= 90%', recover: undefined },
    ['RULE_DOUBTFUL mine.yaml:6:11: "when": the agent reports no measurement disc - did you mean disk?'],
  ],
  [
    'a misspelt field',
    { recover: 'disk.usedpercent < 85%' },
    [
      'RULE_DOUBTFUL mine.yaml:8:14: "recover": the agent reports disk without a field usedpercent - did you mean used_percent?',
    ],
  ],
  [
    'a misspelt tag in a filter',
    { when: 'disk.used_percent{fstyp="xfs"} >= 90%', recover: undefined },
    ['RULE_DOUBTFUL mine.yaml:6:11: "when": the agent gives disk no tag fstyp - did you mean fstype?'],
  ],
  [
    'a misspelt tag of instances',
    { title: 'x', each: '[paths]' },
    ['RULE_DOUBTFUL mine.yaml:5:12: "each.0": the agent gives disk no tag paths - did you mean path?'],
  ],
  [
    'a series of a program of one’s own',
    { title: 'x', each: '[queue]', when: 'erp_queue.waiting > 5', recover: undefined },
    [],
  ],
];

it.each(mistakes)(
  'a newcomer’s mistake is told where it stands and how it is mended: %s',
  (_, changes, lines) => {
    expect(told(packOf(changes))).toEqual(lines);
  },
);

describe('a pack without its form', () => {
  it.each([
    ['tabs', 'pack: mine\nrules:\n\t- id: x\n', /^RULE_NOT_YAML mine\.yaml:3:1: Tabs .*: write spaces$/],
    [
      'no list',
      'pack: mine\nrules:\n  id: x\n',
      /^RULE_INVALID mine\.yaml:2:1: "rules": a list is expected, found a map: begin each entry with "- "$/,
    ],
    [
      'a file of Prometheus',
      'pack: mine\nrules: []\ngroups: []\n',
      /^RULE_INVALID mine\.yaml:3:1: "groups": is not known here - known are pack, rules$/m,
    ],
  ])('%s', (_, text, line) => {
    expect(told(text).join('\n')).toMatch(line);
  });
});
