import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createLog, isUserError, systemClock } from '@watchcase/runtime';
import { temporaryFolder } from '@watchcase/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { createHost } from '../../host/index.ts';
import restic from './index.ts';
import { options as schema } from './options.ts';

const PASSWORD = 'correct-horse-battery-staple';
const now = Date.UTC(2026, 2, 2, 8);
const host = createHost({ clock: systemClock, log: createLog('test', 'error') });
const folder = temporaryFolder();
afterAll(() => folder[Symbol.dispose]());

const ask = (more: Record<string, unknown>) =>
  restic.status(schema.parse({ repository: 'b2:erp:x', password: PASSWORD, ...more }), host, now);

async function faultOf(more: Record<string, unknown>) {
  const error = await ask(more).catch((thrown: unknown) => thrown);
  if (!isUserError(error)) throw new Error(`no fault but ${inspect(error)}`);
  expect(inspect(error, { depth: null })).not.toContain(PASSWORD);
  return error.faults[0];
}

/** A program that behaves as a recorded restic did. */
function recorded(name: string, { stdout = '', stderr = '', code = 0 }): string {
  const path = join(folder.path, name);
  writeFileSync(
    path,
    `#!/bin/sh\ncat <<'END'\n${stdout}\nEND\ncat >&2 <<'END'\n${stderr}\nEND\nexit ${code}\n`,
    { mode: 0o755 },
  );
  return path;
}

describe('what another restic printed', () => {
  const snapshot = {
    time: '2026-03-02T09:30:00.123456789+08:00',
    id: 'aa',
    paths: ['/srv'],
    hostname: 'erp1',
  };

  it('tells the size where the snapshot has a summary', async () => {
    const summary = { files_new: 3, data_added: 7, total_bytes_processed: 5_000_000_000 };
    const program = recorded('restic-with-summary', { stdout: JSON.stringify([{ ...snapshot, summary }]) });
    const [status] = await ask({ program });
    expect(status).toMatchObject({ sizeBytes: 5_000_000_000, count: 1 });
    expect(status?.ageSeconds).toBeCloseTo(23_400 - 0.123, 3);
  });

  it('may be null for no snapshots', async () => {
    expect(
      await ask({ program: recorded('restic-null', { stdout: 'null' }), repository: 'b2:erp:x' }),
    ).toMatchObject([{ count: 0 }]);
  });

  it('is no answer while it says elsewhere that not everything could be read', async () => {
    const stderr = 'could not load snapshots: open /srv/snapshots: permission denied';
    const program = recorded('restic-blind', { stdout: '[]', stderr });
    expect(await faultOf({ program })).toMatchObject({
      code: 'BACKUP_REPOSITORY_REFUSED',
      message: `the storage refuses the agent: ${stderr}`,
    });
  });

  it.each([
    { name: 'empty', stdout: '' },
    { name: 'words', stdout: 'created restic repository' },
    { name: 'cut', stdout: JSON.stringify([snapshot]).slice(0, -5) },
    { name: 'bad-time', stdout: JSON.stringify([{ ...snapshot, time: 'yesterday' }]) },
  ])('is refused when it is $name', async ({ name, stdout }) => {
    expect(await faultOf({ program: recorded(`restic-${name}`, { stdout }) })).toMatchObject({
      code: 'BACKUP_OUTPUT_UNKNOWN',
    });
  });

  it('never passes a secret on', async () => {
    const stderr = `Fatal: strange: ${PASSWORD} and rest:http://u:${PASSWORD}@h/ and key-of-s3`;
    const program = recorded('restic-chatty', { stderr, code: 1 });
    const env = { AWS_SECRET_ACCESS_KEY: 'key-of-s3' };
    const fault = await faultOf({ program, env, repository: `rest:http://u:${PASSWORD}@h/` });
    expect(fault).toMatchObject({ code: 'BACKUP_TOOL_FAILED', place: 'rest:http://h/' });
    expect(fault?.message).not.toContain('key-of-s3');
  });
});
