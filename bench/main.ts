#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import { HELP } from './help.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    deployment: { type: 'string' },
    database: { type: 'string' },
    hosts: { type: 'string' },
    minutes: { type: 'string' },
    kills: { type: 'string' },
    against: { type: 'string' },
    packaged: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [name = ''] = positionals;
if (values.help || !Object.hasOwn(benches, name)) {
  process.stdout.write(`${HELP}\n`);
  process.exitCode = values.help ? 0 : 1;
} else {
  const bench = benches[name as keyof typeof benches];
  const sound = await bench({
    quick: values.quick,
    kills: values.kills === undefined ? (values.quick ? 8 : 50) : Number(values.kills),
    seed: Number(values.seed),
    deployment: values.deployment,
    database: values.database,
    against: values.against,
    packaged: values.packaged,
    hosts: values.hosts === undefined ? undefined : Number(values.hosts),
    minutes: values.minutes === undefined ? undefined : Number(values.minutes),
  });
  process.exitCode = sound ? 0 : 1;
}
