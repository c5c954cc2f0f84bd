import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '@watchcase/agent/config.ts';
import { createdEnrolmentSchema, newEnrolmentSchema } from '@watchcase/api';
import { joinCommand } from '@watchcase/collector/http/install-script.ts';
import { parseConfig } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { repositoryRoot } from '../house/tree.ts';

const folder = join(repositoryRoot, 'docs/samples/hosts');
const read = (path: string): unknown => parse(readFileSync(join(folder, path), 'utf8'));
const settings = (text: string) => () => parseConfig(configSchema, { name: 'sample', text, env: {} });

it('a machine of cloud-init joins by the very command that the collector shows', () => {
  const { runcmd, write_files: files } = read('cloud-init.yaml') as {
    runcmd: string[][];
    write_files: { path: string; content: string }[];
  };
  expect(runcmd).toEqual([['sh', '-c', joinCommand('http://192.168.1.5:8080', 'TOKEN', undefined)]]);
  for (const { content } of files) expect(settings(content)).not.toThrow();
  expect(readFileSync(join(folder, 'cloud-init.yaml'), 'utf8')).toMatch(/^#cloud-config\n/);
});

it('the role of Ansible asks for what the API takes, and runs what it answers', () => {
  const tasks = read('ansible/roles/watchcase_agent/tasks/main.yaml') as Record<string, unknown>[];
  const of = (module: string) => tasks.flatMap((task) => task[`ansible.builtin.${module}`] ?? []);
  const [asked] = of('uri') as { url: string; body: string }[];
  expect(asked?.url).toBe('{{ watchcase_url }}/api/v1/enrolments');
  const names = [...(asked?.body ?? '').matchAll(/\{'(?<name>\w+)':/g)].map(({ groups }) => groups?.['name']);
  expect(names).toEqual(['validMinutes', 'customer', 'site']);
  for (const name of names) expect(Object.keys(newEnrolmentSchema.shape)).toContain(name);
  const [run] = of('shell') as { cmd: string; creates: string }[];
  const answered = /^\{\{ watchcase_enrolment\.json\.(?<name>\w+) \}\}$/.exec(run?.cmd ?? '')?.groups?.[
    'name'
  ];
  expect(Object.keys(createdEnrolmentSchema.shape)).toContain(answered);
  expect(of('stat')).toEqual([{ path: run?.creates }]);
  // Tokens are not for the log of whoever runs it.
  expect(
    tasks
      .filter((task) => JSON.stringify(task).includes('watchcase_enrolment'))
      .map((task) => task['no_log']),
  ).toEqual([true, true]);
});

it('each variable of the role that is used has a default, and the sample of a play names known ones', () => {
  const known = Object.keys(read('ansible/roles/watchcase_agent/defaults/main.yaml') as object);
  const texts = readdirSync(join(folder, 'ansible'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
  const used = new Set(
    [...texts.matchAll(/\bwatchcase_(?!agent|credential|enrolment)\w+/g)].map(([name]) => name),
  );
  expect([...used].toSorted()).toEqual(known.toSorted());
  const [play] = read('ansible/site.yaml') as { roles: { vars: { watchcase_config: object } }[] }[];
  expect(settings(JSON.stringify(play?.roles[0]?.vars.watchcase_config))).not.toThrow();
});
