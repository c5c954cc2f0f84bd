import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageKinds } from './package-kinds.ts';
import { runTool } from './run-tool.ts';

/** What is to be made. */
export interface Wanted {
  /** The checkout. */
  root: string;
  /** Where packages go; what is there of other kinds stays. */
  out: string;
  /** Names of packageKinds. */
  kinds: readonly string[];
  version: string;
  /** How hard to press, 0 to 9. */
  effort: number;
  /** Seconds since 1970 that everything carries; the time of the checkout's last commit when not given. */
  sourceDate?: number;
  print(text: string): void;
}

/** Makes packages and notes the sums of all that lies in the folder in SHA256SUMS; gives the paths. Rejects for a kind that there is none of, and when a tool fails. */
export async function makePackages(wanted: Wanted): Promise<string[]> {
  const { root, out, version, effort } = wanted;
  const unknown = wanted.kinds.filter((kind) => !Object.hasOwn(packageKinds, kind));
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join(', ')}; there are ${Object.keys(packageKinds).join(', ')}`);
  const sourceDate = wanted.sourceDate ?? (await commitTime(root));
  mkdirSync(out, { recursive: true });
  const work = mkdtempSync(join(out, '.work-'));
  const made: string[] = [];
  try {
    for (const kind of wanted.kinds) {
      const place = { folder: out, sourceDate, effort };
      const path = await packageKinds[kind]?.({ root, work, version, sourceDate, place });
      if (path !== undefined) made.push(path);
      wanted.print(`${kind}: ${path}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  writeSums(out);
  return made;
}

async function commitTime(root: string): Promise<number> {
  const text = await runTool('git', { args: ['log', '-1', '--format=%ct'], folder: root, sourceDate: 0 });
  return Number(text.trim());
}

function writeSums(folder: string): void {
  const packages = readdirSync(folder).filter((name) => /\.(?:deb|rpm|gz|zip)$/.test(name));
  const lines = packages.toSorted().map((name) => {
    const sum = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    return `${sum}  ${basename(name)}\n`;
  });
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
}
