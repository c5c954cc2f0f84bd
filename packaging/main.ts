import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makePackages } from './make-packages.ts';
import { packageKinds } from './package-kinds.ts';

const HELP = `npm run package [-- --only KIND,KIND] [--out FOLDER] [--version V] [--effort 0-9]

  Makes what is installed on hosts, in dist/; SOURCE_DATE_EPOCH takes the place of the commit's time.
  Kinds: ${Object.keys(packageKinds).join(', ')}`;

const root = resolve(import.meta.dirname, '..');
const text = { type: 'string' } as const;
try {
  const { values } = parseArgs({
    options: {
      only: text,
      out: text,
      version: text,
      effort: text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(`${HELP}\n`);
  else {
    const { version } = JSON.parse(readFileSync(join(root, 'agent/package.json'), 'utf8')) as {
      version: string;
    };
    const { SOURCE_DATE_EPOCH } = process.env;
    await makePackages({
      root,
      out: resolve(values.out ?? join(root, 'dist')),
      kinds: values.only?.split(',') ?? Object.keys(packageKinds),
      version: values.version ?? version,
      effort: Number(values.effort ?? 9),
      ...(SOURCE_DATE_EPOCH === undefined ? {} : { sourceDate: Number(SOURCE_DATE_EPOCH) }),
      print: (line) => process.stdout.write(`${line}\n`),
    });
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
