import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What opens repositories of newResticRepository(). */
export const RESTIC_PASSWORD = 'correct-horse-battery-staple';

/** The sealed settings of a repository of form 2. */
const CONFIG =
  '2p5ntVbWmX3E8kW5yOiZPI93lu2q6q4fn+9yfvQ1kFufSUioIBw0WbfLk/AA/6cKma/Z3wrZmnrY1z/fuQ0wfsiUWFUr5RkZ5KszbAzRS01wcBHzlvJ5BTdp' +
  '0uu9/sPAjUPW4xf79qTksIsGCVyxaOfMVBFwF+p4hlb11+CGtKnJneVG/IHShy6pvbijo3uRes9mjsOhoNeeTPU=';
/** Its key, under the password. N is 1 024 in place of some 32 768, as restic itself would choose. */
const KEY = JSON.stringify({
  created: '2026-01-01T00:00:00Z',
  username: 'test',
  hostname: 'test',
  kdf: 'scrypt',
  N: 1024,
  r: 8,
  p: 1,
  salt: 'pa0UPwPSmPZgGVSoqo7mPo0nCiPsC9K2EEEDABi8XeOsOg4qTtlDfc6rSG3WOCMLOuRZUprKK+l6H9Bk2fYP9w==',
  data:
    'CAXGfgAGgPU0EqyoYGAKj2BlJZPxXXOJTbN8qbJNybcjlTcPDbQl3GUlCD9NDWO1+BeaE45bus5/In0n6M1eWAXcUOJ4ZWvIeATRWpaOKQy8I8cSzDBSv8Xm' +
    '5YChmu046j9U5KUoLxt7M1UjDBkVTNf3bMVLE8H7DmDKtHmqfXinIt5vi4z3rZWqdVs8PFXEWVESlT2Zm+eEob9Nggbrjg==',
});

/**
 * Makes an empty restic repository, as `restic init` does, whose password is cheap to try: of half a second of processor that each of restic's commands takes
 * with a key of its own making, all but a few hundredths go into that. The folder must not be there yet.
 */
export function newResticRepository(path: string): void {
  for (const folder of ['data', 'index', 'keys', 'locks', 'snapshots'])
    mkdirSync(join(path, folder), { recursive: true, mode: 0o700 });
  writeFileSync(join(path, 'config'), Buffer.from(CONFIG, 'base64'), { mode: 0o400 });
  writeFileSync(join(path, 'keys', createHash('sha256').update(KEY).digest('hex')), KEY, { mode: 0o400 });
}
