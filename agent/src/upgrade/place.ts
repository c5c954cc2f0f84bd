import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where an agent is that was installed as versions beside each other: `HOME/versions/VERSION`, and `HOME/current` leads to the one in service. */
export interface Place {
  home: string;
  /** Which package it is of: `linux-x64` … */
  platform: string;
}

/** The place that `file`, a part of the running program, belongs to; undefined where a package manager or a checkout owns it. */
export function placeOf(file: string, { os, arch }: { os: string; arch: string }): Place | undefined {
  const folder = packageAround(realpathSync(file));
  if (folder === undefined || basename(dirname(folder)) !== 'versions') return undefined;
  const home = dirname(dirname(folder));
  const current = join(home, 'current');
  if (!existsSync(current)) return undefined;
  const said = join(folder, 'PLATFORM');
  const platform = existsSync(said) ? readFileSync(said, 'utf8').trim() : `${os}-${arch}`;
  return { home, platform };
}

/** The folder of a package has `VERSION` and `bin/watchcase-agent`. */
function packageAround(file: string): string | undefined {
  for (let at = dirname(file); at !== dirname(at); at = dirname(at))
    if (existsSync(join(at, 'VERSION')) && existsSync(join(at, 'bin/watchcase-agent'))) return at;
  return undefined;
}
