import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLog } from '@watchcase/runtime';
import { eventually, ManualClock, temporaryFolder } from '@watchcase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockState } from './lock.ts';
import { openOutbox } from './open-outbox.ts';
import type { Outbox } from './outbox.ts';
import { spoolEvents } from './spool.ts';

let folder: ReturnType<typeof temporaryFolder>;
let codes: string[];
let clock: ManualClock;
const open: Outbox[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  clock = new ManualClock();
  codes = [];
});
afterEach(() => {
  for (const outbox of open.splice(0)) outbox.close();
  folder[Symbol.dispose]();
});

function start(path = join(folder.path, 'outbox.db'), maxBytes = 100_000_000): Outbox {
  const write = (line: string) => void codes.push((JSON.parse(line) as { code?: string }).code ?? '');
  const outbox = openOutbox({ path, maxBytes, clock, log: createLog('test', 'info', { write }) });
  open.push(outbox);
  return outbox;
}

const reading = (bytes = 50) => ({ kind: 'reading' as const, time: 1, body: `{"x":"${'y'.repeat(bytes)}"}` });

/** A process that appends as fast as it can and says how far it is, until it is killed. */
const WRITER = `
  import { openOutbox } from ${JSON.stringify(fileURLToPath(new URL('open-outbox.ts', import.meta.url)))};
  import { lockState } from ${JSON.stringify(fileURLToPath(new URL('lock.ts', import.meta.url)))};
  import { createLog, systemClock } from '@watchcase/runtime';
  import { writeSync } from 'node:fs';
  const folder = process.argv[1];
  globalThis.unlock = lockState(folder);
  const say = (line) => { try { writeSync(1, line + '\\n'); } catch { /* the pipe is full */ } };
  const outbox = openOutbox({ path: folder + '/outbox.db', maxBytes: 1e8, clock: systemClock, log: createLog('writer', 'silent') });
  const epoch = outbox.liveEpoch();
  for (let seq = 1; ; seq++) {
    const body = JSON.stringify({ n: seq });
    const kind = seq % 10 === 0 ? 'event' : 'reading';
    if (outbox.append({ messages: [{ kind, time: seq, body }] })) say(epoch + ' ' + seq);
    if (seq % 7 === 0 && outbox.acknowledge(epoch, seq - 5)) say('acknowledged ' + (seq - 5));
  }
`;

function startWriter(): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', WRITER, folder.path], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('kill -9 of a writing agent', () => {
  it.each([1, 2, 3])('loses nothing that was appended, time %i', async () => {
    const writer = startWriter();
    let said = '';
    writer.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await eventually(() => said.split('\n').length > 100, { timeoutMs: 20_000 });
    writer.kill('SIGKILL');
    await once(writer, 'close');
    const lines = said.split('\n').slice(0, -1);
    const appended = lines.filter((line) => !line.startsWith('a')).map((line) => Number(line.split(' ')[1]));
    const epoch = Number(lines[0]?.split(' ')[0]);
    const acknowledged = Number(lines.findLast((line) => line.startsWith('a'))?.split(' ')[1]);

    const left = start().read(epoch, 0, 100_000);
    const seqs = left.map(({ seq }) => seq);
    const first = seqs[0] ?? 0;
    expect(first).toBeLessThanOrEqual(acknowledged + 1);
    expect(seqs.at(-1)).toBeGreaterThanOrEqual(appended.at(-1) ?? 0);
    expect(seqs).toEqual(seqs.map((_, index) => first + index));
    expect(left.map(({ after }) => after)).toEqual(seqs.map((seq) => seq - 1));
    expect(left.map(({ body }) => (JSON.parse(body) as { n: number }).n)).toEqual(seqs);
    lockState(folder.path)();
  });

  it('frees the state folder, which nobody else had meanwhile', async () => {
    const writer = startWriter();
    await once(writer.stdout as NodeJS.ReadableStream, 'data');
    expect(() => lockState(folder.path)).toThrow(/STATE_FOLDER_IN_USE/);
    writer.kill('SIGKILL');
    await once(writer, 'close');
    lockState(folder.path)();
  });
});

describe('a damaged file', () => {
  const path = () => join(folder.path, 'outbox.db');

  function fill(): void {
    const outbox = start();
    outbox.append({ messages: Array.from({ length: 200 }, () => reading(200)) });
    open.splice(0).forEach((one) => one.close());
  }

  it.each([
    ['is no database at all', () => writeFileSync(path(), 'rubbish'.repeat(1000))],
    ['has broken pages', () => breakPages()],
    ['is cut off', () => writeFileSync(path(), readFileSync(path()).subarray(0, 20_000))],
  ])('that %s is set aside with a loud line, and the agent goes on', (_name, damage) => {
    fill();
    damage();
    const outbox = start();
    expect(codes).toContain('OUTBOX_DAMAGED');
    expect(outbox.append({ messages: [reading()] })).toBe(true);
    expect(outbox.stats()).toMatchObject({ setAside: 1, messages: 1, writable: true });
    expect(readdirSync(folder.path).some((name) => name.startsWith('outbox.db.damaged-'))).toBe(true);
  });

  it('counts as dropped what it can still be seen to have held', () => {
    fill();
    const bytes = readFileSync(path());
    writeFileSync(path(), bytes.fill(0x5a, bytes.length - 4096));
    expect(start().stats()).toMatchObject({ setAside: 1, droppedReadings: 200 });
  });

  it('keeps epochs and sessions growing', () => {
    const before = start();
    const session = before.nextSession();
    const epoch = before.liveEpoch();
    open.splice(0).forEach((one) => one.close());
    writeFileSync(path(), 'rubbish'.repeat(1000));
    clock.set(clock.now() + 1);
    const after = start();
    expect(after.liveEpoch()).toBeGreaterThan(epoch);
    expect(after.nextSession()).toBeGreaterThanOrEqual(session);
  });

  it('is kept once, however often it happens', () => {
    for (const at of [1, 2, 3]) {
      clock.set(clock.now() + at);
      writeFileSync(path(), 'rubbish'.repeat(1000));
      start();
      open.splice(0).forEach((one) => one.close());
    }
    expect(readdirSync(folder.path).filter((name) => /damaged-\d+$/.test(name))).toHaveLength(1);
  });

  /** Overwrites everything behind the first page. */
  function breakPages(): void {
    const bytes = readFileSync(path());
    bytes.fill(0x5a, 4096);
    writeFileSync(path(), bytes);
  }
});

/** A small file system of its own; only root may make one. */
function mountSmall(path: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  it('costs readings, which are counted, keeps events, and is recovered from', ({ skip }) => {
    const small = join(folder.path, 'small');
    mkdirSync(small);
    const mounted = mountSmall(small);
    if (!mounted && process.env['CI'] !== 'true') skip('only root can mount a small file system');
    expect(mounted).toBe(true);
    try {
      const outbox = start(join(small, 'outbox.db'));
      outbox.append({ messages: [reading()] });
      writeFileSync(join(small, 'ballast'), '');
      fillUp(join(small, 'ballast'));
      let kept = true;
      for (let i = 0; i < 300 && kept; i++) kept = outbox.append({ messages: [reading(20_000)] });
      expect(kept).toBe(false);
      const before = outbox.stats();
      expect(before).toMatchObject({ droppedReadings: 1, writable: false });
      const event = { ...reading(20_000), kind: 'event' as const };
      outbox.append({ messages: [event, reading(20_000)], facts: { inventory: 'h1' } });
      expect(outbox.fact('inventory')).toBeUndefined();
      expect(outbox.stats()).toMatchObject({ droppedReadings: 2, messages: before.messages });

      execFileSync('rm', [join(small, 'ballast')]);
      expect(outbox.append({ messages: [reading()] })).toBe(true);
      expect(outbox.stats()).toMatchObject({
        droppedReadings: 2,
        messages: before.messages + 2,
        writable: true,
      });
      expect(outbox.read(outbox.liveEpoch(), 0, 1000).filter(({ kind }) => kind === 'event')).toHaveLength(1);
      expect(outbox.fact('inventory')).toBe('h1');
      expect(codes.filter((code) => code === 'OUTBOX_REFUSED')).toHaveLength(1);
      outbox.close();
      open.pop();
    } finally {
      execFileSync('umount', [small]);
    }
  });

  it('at the start does not end the agent', () => {
    mkdirSync(join(folder.path, 'outbox.db'));
    const outbox = start();
    expect(outbox.append({ messages: [reading()] })).toBe(false);
    expect(outbox.stats()).toMatchObject({ droppedReadings: 1, writable: false });
    expect(existsSync(join(folder.path, 'outbox.db'))).toBe(true);
  });

  it('ends a report of another process with an error of its own', () => {
    mkdirSync(join(folder.path, 'outbox.db'));
    expect(() => spoolEvents(join(folder.path, 'outbox.db'), [{ time: 1, event: '{}' }])).toThrow(
      /unable to open/,
    );
  });
});

/** Writes until nothing fits any more. */
function fillUp(file: string): void {
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeFileSync(file, block, { flag: 'a' });
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  }
}
