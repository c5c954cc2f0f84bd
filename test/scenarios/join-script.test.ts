import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createdEnrolmentSchema, type CreatedEnrolment, type HostDetail } from '@watchcase/api';
import { eventually, temporaryFolder } from '@watchcase/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { documentText, fencedBlocks } from '../docs/fenced-blocks.ts';
import { type Collector, describeWith, startCollector } from '../harness/index.ts';
import { missingForSystemd, startSystemdMachine } from '../harness/systemd-machine.ts';

const PATIENT = { timeoutMs: 60_000 };
const removing =
  fencedBlocks(documentText('docs/agent.md')).find(({ name }) => name === 'removing')?.text ?? 'false';
const missing = missingForSystemd();
const skipSystemd = missing.length > 0 && process.env['CI'] !== 'true';
if (skipSystemd) console.warn(`SKIPPED: joining under a real systemd needs ${missing.join(', ')}`);

describeWith('curl', 'the command that the console shows', () => {
  let collector: Collector;
  let folder: ReturnType<typeof temporaryFolder>;
  beforeAll(async () => {
    collector = await startCollector();
  });
  afterAll(() => collector.stop());
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    const pid = await runningPid();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    folder[Symbol.dispose]();
  });

  /** As a shell on a machine with nothing but the system's own programs, below the test's folder. */
  async function shell(command: string): Promise<{ code: number; text: string }> {
    const env = { PATH: '/usr/bin:/bin', HOME: folder.path, WATCHCASE_PREFIX: folder.path };
    const child = spawn('/bin/sh', ['-c', command], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const [code] = (await once(child, 'exit')) as [number];
    return { code, text };
  }

  const agent = (rest: string) =>
    shell(`${join(folder.path, 'bin/watchcase-agent')} ${rest} --state ${join(folder.path, 'state')}`);

  async function runningPid(): Promise<number | undefined> {
    if (!existsSync(join(folder.path, 'state'))) return undefined;
    return (JSON.parse((await agent('status --json')).text) as { pid?: number }).pid;
  }

  async function newEnrolment(): Promise<CreatedEnrolment> {
    const body = { customer: '宏达纺织' };
    return createdEnrolmentSchema.parse(await collector.api('/api/v1/enrolments', { method: 'POST', body }));
  }

  it('installs the agent, joins and starts it, on a machine that has neither', {
    timeout: 180_000,
  }, async () => {
    const { command, customer, onlyHere } = await newEnrolment();
    expect(onlyHere).toBe(true);
    expect(command).toMatch(/^curl -fsS \S+\/install \| sh -s -- \S+$/);
    const joined = await shell(`${command} --name 数据库一号 --id db-1`);
    expect(joined).toMatchObject({
      code: 0,
      text: expect.stringContaining(`enrolled as ${customer}.db-1`) as string,
    });
    const host = await eventually(async () => {
      const found = await collector.api<HostDetail>(`/api/v1/hosts/${customer}.db-1`);
      return found.presence === 'online' && found.series.some(({ key }) => key === 'mem.used_percent')
        ? found
        : undefined;
    }, PATIENT);
    expect(host).toMatchObject({ name: '数据库一号', customer: { name: '宏达纺织' } });
    expect((await agent('check')).text).toContain('everything can be read');

    const again = await shell(`curl -fsS ${collector.url}/install | sh`);
    expect(again).toMatchObject({ code: 0, text: expect.stringContaining('runs already') as string });
    expect(readFileSync(join(folder.path, 'state/credential.json'), 'utf8')).toContain(`${customer}/db-1`);
  });

  it.skipIf(skipSystemd)(
    'is a service of systemd, which starts it with the machine, until it is removed',
    {
      timeout: 180_000,
    },
    async () => {
      const machine = await startSystemdMachine(folder.path);
      try {
        const { command, customer } = await newEnrolment();
        expect(await machine.shell(`${command} --id served`)).toMatchObject({
          code: 0,
          text: expect.stringContaining('started by systemd') as string,
        });
        /** When the agent that is connected was started. */
        const startedAt = async () => {
          const { presence } = await collector.api<HostDetail>(`/api/v1/hosts/${customer}.served`);
          const told = JSON.parse((await machine.shell('watchcase-agent status --json')).text) as {
            startedAt?: number;
            connection?: { state: string };
          };
          return presence === 'online' && told.connection?.state === 'connected' ? told.startedAt : undefined;
        };
        const first = await eventually(startedAt, PATIENT);
        await machine.restart();
        await eventually(async () => ((await startedAt()) ?? first) > first, PATIENT);
        const state = 'systemctl is-active watchcase-agent; systemctl is-enabled watchcase-agent';
        expect((await machine.shell(state)).text).toBe('active\nenabled\n');

        expect(await machine.shell(removing)).toMatchObject({ code: 0 });
        const left =
          'systemctl is-active watchcase-agent; command -v watchcase-agent; ls -A /opt /var/lib | grep watchcase';
        expect((await machine.shell(left)).text).toBe('inactive\n');
      } finally {
        await machine.stop();
      }
    },
  );

  it('keeps the token where the agent cannot be fetched or a token is missing', async () => {
    const { token } = await newEnrolment();
    const elsewhere = `curl -fsS ${collector.url}/install | sed 's,/packages/,/gone/,' | sh -s -- ${token}`;
    expect(await shell(elsewhere)).toMatchObject({
      code: 1,
      text: expect.stringContaining('nothing was changed') as string,
    });
    expect(await shell(`curl -fsS ${collector.url}/join.sh | sh`)).toMatchObject({
      code: 1,
      text: expect.stringContaining('a token is missing') as string,
    });
    const body = { token, name: 'still-good' };
    expect(await collector.api('/enrol', { method: 'POST', body })).toMatchObject({ ok: true });
  });
});
