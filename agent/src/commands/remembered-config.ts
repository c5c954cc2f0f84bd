import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@watchcase/runtime/light';
import { type CheckedConfig, holdsSecret, readChecked } from './checked-config.ts';

/** The answer to one config file by one program, kept so that a start need not ask again. */
export interface RememberedConfig {
  /** What was answered to the file as it stands; undefined when that is not known. */
  get(): Exclude<CheckedConfig, { faults: unknown }> | undefined;
  /** Keeps `text`, as `config checked` wrote it. Best effort: whoever cannot write asks again at the next start. */
  keep(text: string): void;
}

const NAME = 'checked-config.json';
/** What may refer to something outside the file, which can change without it; a backslash could hide it. */
const OUTSIDE = /^(?!\s*#).*(?:env:|file:|credential:|\\)/m;

/**
 * Remembers in the state folder what `config checked` of the package whose first module is `main` said of `file`. Nothing is remembered that refers to anything outside the file, holds a
 * secret, or was said by a checkout, whose schemas change without its first module.
 */
export function rememberedConfig(of: {
  state: string;
  file: string | undefined;
  main: string | undefined;
  version: string;
}): RememberedConfig {
  const { state, file, main, version } = of;
  const path = join(state, NAME);
  const key = () => keyOf(file, main, version);
  return {
    get() {
      try {
        const [kept = '', answer = ''] = readFileSync(path, 'utf8').split('\n');
        if (kept !== key()) return undefined;
        const checked = readChecked(answer);
        return 'faults' in checked ? undefined : checked;
      } catch {
        return undefined;
      }
    },
    keep(text) {
      const checked = readChecked(text);
      const now = key();
      if ('faults' in checked || now === undefined || holdsSecret(text)) return;
      // It was changed while it was read.
      if (!now.endsWith(checked.hash)) return;
      try {
        writeWhole(path, `${now}\n${text.trim()}\n`);
      } catch {
        // The disk is full, or the folder cannot be written.
      }
    },
  };
}

/** Changes with whatever an answer hangs on; undefined where that cannot be told. */
function keyOf(file: string | undefined, main: string | undefined, version: string): string | undefined {
  if (file === undefined || main === undefined || main.endsWith('.ts')) return undefined;
  try {
    const text = readFileSync(file);
    if (OUTSIDE.test(text.toString('utf8'))) return undefined;
    const { size, mtimeMs } = statSync(main);
    const hash = createHash('sha256').update(text).digest('hex');
    return JSON.stringify([version, main, size, mtimeMs, file]) + hash;
  } catch {
    return undefined;
  }
}
