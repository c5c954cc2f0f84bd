import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Host } from '../src/host/index.ts';
import { movingHost } from './recorded-case.ts';

/** A whole machine as it was at two looks, in one file; where `of` names recorded cases of probes, as "disk/server", their files lie below its own. */
const machineSchema = z.strictObject({
  of: z.array(z.string()).default([]),
  /** The agent's config. */
  config: z.unknown(),
  /** What statfs says, by path, in the order of Space; a path that is neither here nor in a case does not answer. */
  space: z.record(z.string(), z.array(z.number()).length(6)).default({}),
  /** For each look its files by path; those that are not named stand as before. */
  files: z.array(z.record(z.string(), z.string())).min(1),
});

/** A machine that can be read, and the agent's config for it. */
export interface RecordedMachine {
  config: unknown;
  host: Host;
  /** The machine goes on to its next look. */
  goOn(): void;
}

const LOOKS = 2;
const probesFolder = join(import.meta.dirname, '../src/probes');

/** Lays the machine of a file out under `folder`, a folder for each look. */
export function layOutMachine(file: string, folder: string): RecordedMachine {
  const machine = machineSchema.parse(parse(readFileSync(file, 'utf8')));
  const cases = machine.of.map((name) => {
    const [probe = '', ...of] = name.split('/');
    return join(probesFolder, probe, 'cases', ...of);
  });
  for (let look = 1; look <= LOOKS; look++) {
    const root = join(folder, String(look));
    mkdirSync(root);
    for (const of of cases) cpSync(latest(of, look), root, { recursive: true });
    for (const files of machine.files.slice(0, look))
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(root + path), { recursive: true });
        writeFileSync(root + path, text);
      }
  }
  const spaces = cases.map(
    (of) => (parse(readFileSync(join(of, 'case.yaml'), 'utf8')) as { space?: object }).space,
  );
  const { host, go } = movingHost(
    folder,
    Object.assign({}, ...spaces, machine.space) as typeof machine.space,
  );
  let look = 1;
  return { config: machine.config, host, goOn: () => go(++look) };
}

/** The files of a case at a look: where it has none of its own, those of the look before stand. */
function latest(of: string, look: number): string {
  const own = join(of, String(look));
  return existsSync(own) ? own : latest(of, look - 1);
}
