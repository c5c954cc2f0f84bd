import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandLine } from './command-line.ts';

const { state, launch, withState } = commandLine();
const token = 'x'.repeat(20);
const draft = () => join(state(), 'credential.json.new');
const place = () => join(state(), 'credential.json');

/** A door that counts who comes, and calls `onAsked` before it answers. */
let server: Server;
let asked = 0;
let shown = '';
let onAsked: () => void;
let answer: object;
beforeEach(async () => {
  asked = 0;
  onAsked = () => undefined;
  answer = { code: 'ENROLMENT_TOKEN_USED', title: 'used' };
  server = createServer((request, response) => {
    asked++;
    onAsked();
    shown = '';
    request.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    request.on('end', () => response.end(JSON.stringify(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const enrol = (...more: string[]) => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return ['enrol', '--url', url, '--token', token, ...more];
};
const granted = {
  ok: true,
  customer: 'acme',
  host: '1',
  shard: 0,
  username: 'acme.1',
  password: 'secret',
  mqttUrl: 'mqtt://127.0.0.1:1883',
};

describe('enrolment', () => {
  it('has a file for the credential, its owner alone may read, before it shows the token', async () => {
    let mode = 0;
    onAsked = () => (mode = statSync(draft()).mode & 0o777);
    answer = granted;
    expect(await launch(withState(enrol())).ended).toMatchObject({ code: 0, err: '' });
    expect(mode).toBe(0o600);
    expect(readdirSync(state())).toEqual(['credential.json']);
    expect(statSync(place()).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(place(), 'utf8'))).toMatchObject({ host: '1', password: 'secret' });
  });

  it('takes the token from its input, where no list of processes has it; an empty one is none', async () => {
    answer = granted;
    const fromInput = withState([...enrol().slice(0, -1), '-']);
    const { code, err } = await launch(fromInput, '\n').ended;
    expect([code, err.split(' ')[0], asked]).toEqual([1, 'OPTION_MISSING', 0]);
    expect(await launch(fromInput, `${token}\n`).ended).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(shown)).toMatchObject({ token });
  });

  it.runIf(process.platform === 'linux')(
    'does not show the token where no credential can be written',
    async () => {
      const { code, err } = await launch(enrol('--state', '/proc/self')).ended;
      expect([code, err.split(' ')[0], asked]).toEqual([1, 'STATE_FOLDER_UNUSABLE', 0]);
      expect(err.trim().split('\n')).toHaveLength(1);
    },
  );

  it('leaves nothing behind when it is refused, and an older credential as it was', async () => {
    mkdirSync(state());
    writeFileSync(place(), 'old');
    const { code, err } = await launch(withState(enrol('--force'))).ended;
    expect([code, err.split(' ')[0], asked]).toEqual([1, 'ENROLMENT_TOKEN_USED', 1]);
    expect(existsSync(draft())).toBe(false);
    expect(readFileSync(place(), 'utf8')).toBe('old');
  });

  it('says in one line when the credential cannot be put in place after all', async () => {
    answer = granted;
    onAsked = () => mkdirSync(join(place(), 'in the way'), { recursive: true });
    const { code, err } = await launch(withState(enrol())).ended;
    expect([code, err.split(' ')[0]]).toEqual([1, 'STATE_FOLDER_UNUSABLE']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(existsSync(draft())).toBe(false);
  });

  it('takes the place of what an interrupted enrolment left', async () => {
    mkdirSync(state());
    writeFileSync(draft(), 'half', { mode: 0o644 });
    answer = granted;
    expect((await launch(withState(enrol())).ended).code).toBe(0);
    expect(statSync(place()).mode & 0o777).toBe(0o600);
  });
});
