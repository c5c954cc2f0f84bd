import { existsSync, openSync, closeSync, fsyncSync, renameSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { UserError } from '@watchcase/runtime';
import { makeStateFolder } from '../outbox/index.ts';
import { type Credential, credentialFile, credentialSchema, enrol } from '../uplink/index.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';

/** `enrol`: exchanges a one-time token for this host's credential. */
export async function enrolCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { url, token } = options;
  if (url === undefined || token === undefined) throw missing(url === undefined ? '--url' : '--token');
  const state = stateFolder(options, needs);
  const place = credentialFile(state);
  if (existsSync(place) && !options.force)
    throw new UserError({
      code: 'ALREADY_ENROLLED',
      place,
      message: 'this host has a credential already',
      fix: 'run the agent with it, or replace it with --force',
    });
  makeStateFolder(state);
  const name = options.name ?? hostname();
  const reply = await enrol(url, { token, name }, needs.clock);
  const { customer, host, shard, username, password, mqttUrl = url } = reply;
  writeCredential(
    place,
    credentialSchema.parse({ customer, host, shard, username, password, mqttUrl, name }),
  );
  needs.print(`enrolled as ${customer}.${host}; start with: watchcase-agent run --state ${state}`);
  return 0;
}

function missing(option: string): UserError {
  return new UserError({
    code: 'OPTION_MISSING',
    place: option,
    message: 'it is needed to enrol',
    fix: 'copy the command the collector gave with the token',
  });
}

/** Written beside, made durable, then put in place: there is never half a credential. */
function writeCredential(place: string, credential: Credential): void {
  const file = openSync(`${place}.new`, 'w', 0o600);
  try {
    writeSync(file, `${JSON.stringify(credential, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(`${place}.new`, place);
}
