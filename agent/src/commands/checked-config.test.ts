import { parseConfig, Secret } from '@watchcase/runtime';
import { expect, it } from 'vitest';
import { configSchema } from '../config.ts';
import { readChecked, writeChecked } from './checked-config.ts';

const text = `
interval: 10s
probes:
  http_response: { watch: [{ url: 'https://a.example/', headers: { Authorization: geheim } }] }
backups:
  - { job: erp, tool: restic, options: { repository: '/srv', password: streng } }
`;

it('brings every setting over, secrets too', () => {
  const config = parseConfig(configSchema, { name: 'test', text, env: {} });
  const read = readChecked(writeChecked({ file: '/a.yaml', hash: 'ab', config, warnings: [] }));
  expect(read).toEqual({ file: '/a.yaml', hash: 'ab', config, warnings: [] });
  const secrets: string[] = [];
  JSON.stringify(read, function (this: Record<string, unknown>, key, value: unknown) {
    const raw = this[key];
    if (raw instanceof Secret) secrets.push(raw.reveal());
    return value;
  });
  expect(secrets).toEqual(['geheim', '/srv', 'streng']);
  // As before it went: no print of a config shows one.
  expect(JSON.stringify(read)).not.toMatch(/geheim|streng/);
});

it('brings faults over', () => {
  const faults = [{ code: 'CONFIG_INVALID', place: 'a.yaml:1:2', message: 'no', fix: 'yes' }];
  expect(readChecked(writeChecked({ faults }))).toEqual({ faults });
});

it.each([new Map(), /x/, Number.POSITIVE_INFINITY, () => 1, new Date(0)])(
  'refuses a setting that JSON cannot say: %s',
  (value) => {
    const config = { ...parseConfig(configSchema, { name: 'test', text: '', env: {} }), value };
    expect(() => writeChecked({ hash: '', config, warnings: [] })).toThrow('"value"');
  },
);

it.each([
  'null',
  '1',
  '"a"',
  '[]',
  '{}',
  '{"faults":[]}',
  '{"hash":"a","config":{}}',
  '{"hash":1,"config":{"log":{}}}',
  '{',
])('takes no other text for an answer: %s', (other) => {
  expect(() => readChecked(other)).toThrow();
});
