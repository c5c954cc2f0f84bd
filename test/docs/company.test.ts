import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordKinds } from '@watchcase/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collector, collectorCommand, startCollector } from '../harness/collector.ts';
import { launch } from '../harness/program.ts';
import { repositoryRoot } from '../house/tree.ts';
import { fencedBlocks } from './fenced-blocks.ts';

const company = join(repositoryRoot, 'docs/samples/company');
/** Each command is a process of its own. */
const COMMANDS_MS = 120_000;
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

/** Runs one command line against the collector. */
async function watchcase(...args: string[]): Promise<{ code: number | null; output: string }> {
  const to = ['--url', collector.url, '--data', collector.data];
  const program = launch({ name: 'watchcase', command: collectorCommand, args: [...args, ...to] });
  return { code: await program.ended, output: program.output() };
}

it(
  'the sample company is applied to an empty collector, exported, and applied again: nothing to change',
  async () => {
    const dry = await watchcase('apply', '-f', company, '--dry-run');
    expect(dry.output).toContain('dry run: nothing was changed');
    const first = await watchcase('apply', '-f', company);
    expect(first).toMatchObject({ code: 0 });
    expect(first.output).toMatch(/^\d\d added, 0 changed, 0 retired, 0 restored$/m);
    for (const kind of recordKinds) expect(first.output).toContain(`+ ${kind} `);
    expect((await watchcase('apply', '-f', company)).output.trim()).toBe('nothing to change');

    const folder = mkdtempSync(join(collector.data, 'export-'));
    expect((await watchcase('export', '--to', folder)).code).toBe(0);
    expect(readdirSync(folder).length).toBe(recordKinds.length);
    const again = await watchcase('apply', '-f', folder, '--prune');
    expect(again.output.trim()).toBe('nothing to change');
    const whole = await watchcase('export');
    const file = join(folder, 'whole.yaml');
    writeFileSync(file, whole.output);
    expect((await watchcase('apply', '-f', file)).output.trim()).toBe('nothing to change');
  },
  COMMANDS_MS,
);

it(
  'a bad file changes nothing, and all of it is told',
  async () => {
    const before = (await watchcase('export')).output;
    const file = join(collector.data, 'bad.yaml');
    writeFileSync(
      file,
      'customers:\n  - {id: acme, name: Acme}\ncontracts:\n  - {id: k, customer: acme, policy: gold, from: 2026-01-01, to: 2026-12-31}\n',
    );
    const bad = await watchcase('apply', '-f', file);
    expect(bad.code).toBe(1);
    expect(bad.output).toMatch(
      /^DIRECTORY_REFERENCE_UNKNOWN .*bad\.yaml:4:\d+: there is no "gold" among policies/m,
    );
    expect((await watchcase('export')).output).toBe(before);
    expect((await watchcase('apply', '-f', join(collector.data, 'nowhere'))).output).toMatch(
      /^DIRECTORY_UNREADABLE/,
    );
  },
  COMMANDS_MS,
);

it(
  'tables are imported, and each bad row is listed',
  async () => {
    const table = join(collector.data, 'people.csv');
    writeFileSync(table, 'id;name;skills\nkim;Kim;mes;\nlee;Lee;"mes;erp"\nX;x;\n');
    const bad = await watchcase('import', 'people', '-f', table);
    expect(bad.code).toBe(1);
    expect(bad.output.split('\n').filter((line) => /^[A-Z_]+ /.test(line)).length).toBe(2);
    writeFileSync(table, 'id;name;skills\nlee;Lee;"mes;erp"\n');
    expect((await watchcase('import', 'people', '-f', table)).output).toContain(
      '+ people lee\n    name: "Lee"\n    skills: ["mes","erp"]',
    );
    expect((await watchcase('import', 'peple', '-f', table)).output).toMatch(/did you mean "people"/);
  },
  COMMANDS_MS,
);

it(
  'the sample in the page about it is applied as it stands',
  async () => {
    const page = readFileSync(join(repositoryRoot, 'docs/directory.md'), 'utf8');
    const block = fencedBlocks(page).find(({ name }) => name === 'directory');
    const file = join(collector.data, 'sample.yaml');
    writeFileSync(file, block?.text ?? '');
    expect((await watchcase('apply', '-f', file, '--dry-run')).output).toContain('+ contracts hongda-2026');
  },
  COMMANDS_MS,
);

it(
  'the command line says by whose promise a case is judged, what is due when, which calendars run out, and who is on duty',
  async () => {
    const of = ['--zone', 'Asia/Shanghai', '--calendar', 'hongda-shifts'];
    const preview = async (at: string) =>
      (await watchcase('sla', 'preview', 'hongda-gold', '--at', at, ...of)).output.replaceAll(/ +/g, ' ');
    const weekday = await preview('2026-03-03T21:30+08:00');
    expect(weekday).toContain('hongda-gold@1, if it broke at 2026-03-03 21:30 (Asia/Shanghai)');
    expect(weekday).toContain('critical respond 2026-03-03 21:35 5m on always');
    expect(weekday).toContain('minor respond 2026-03-04 06:30 1h on hongda-shifts');
    expect(weekday).not.toContain('provisional');
    expect(await preview('2027-03-02T10:00+08:00')).toContain(
      'minor respond 2027-03-02 11:00 1h on hongda-shifts provisional',
    );

    const body = {
      title: 'Labels',
      severity: 'critical',
      category: 'software',
      customer: 'hongda',
      site: 'main',
    };
    const { id } = await collector.api<{ id: number }>('/api/v1/cases', { method: 'POST', body });
    const explained = (await watchcase('sla', 'explain', `C-${id}`)).output;
    expect(explained).toContain(`C-${id}, judged by hongda-gold@1`);
    expect(explained).toMatch(/respond\n +since .*: 5m on always\n/);
    expect((await watchcase('sla', 'explain', 'C-999')).output).toMatch(/^CASE_NOT_FOUND/);

    const file = join(collector.data, 'past.yaml');
    const past =
      'calendars: [{id: past, zone: UTC, hours: {mon-fri: ["08:00-17:00"]}, coverage: {until: 2020-12-31}}]';
    writeFileSync(file, past);
    await watchcase('apply', '-f', file);
    const who = await watchcase('oncall', 'who', '--at', '2026-03-04T03:00+08:00', '--team', 'east');
    expect(who.output).toMatch(/^east-night +赵工 \(zhao\) {2}\[swap, layer 夜间与周末, until /m);
    const ahead = await watchcase('oncall', 'check', '--zone', 'Mars');
    expect(ahead.output).toMatch(/^OPTION_INVALID --zone: "Mars" is no time zone/m);

    const check = await watchcase('calendar', 'check');
    expect(check.code).toBe(1);
    expect(check.output).toMatch(/^past: its days ended with 2020-12-31$/m);
  },
  COMMANDS_MS,
);
