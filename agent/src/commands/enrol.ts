import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { tokenParts } from '@watchcase/protocol/light';
import { UserError } from '@watchcase/runtime/light';
import { giveToFoldersOwner, makeStateFolder, stateUnusable } from '../outbox/index.ts';
import { enrol } from '../uplink/enrol.ts';
import { type Credential, credentialFile, isCredential } from '../uplink/index.ts';
import { keepCollector } from '../upgrade/known-collector.ts';
import { type CommandNeeds, type Options, stateFolder } from './needs.ts';

/**
 * `enrol`: exchanges a one-time token for this host's credential. The token is good once: it is not shown to the collector before there is a
 * file to write the credential to. Errors: ALREADY_ENROLLED, STATE_FOLDER_UNUSABLE, those of the exchange (UserError).
 */
export async function enrolCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const { url, id } = options;
  const token = options.token === '-' ? (await needs.readInput()).trim() : (options.token ?? '');
  if (url === undefined || token === '') throw missing(url === undefined ? '--url' : '--token');
  const state = stateFolder(options, needs);
  const place = credentialFile(state);
  if (existsSync(place) && !options.force)
    throw new UserError({
      code: 'ALREADY_ENROLLED',
      place,
      message: 'this host has a credential already',
      fix: 'run the agent with it, or replace it with --force',
    });
  const draft = openDraft(state);
  const name = options.name ?? hostname();
  try {
    const { reply, authority, key } = await enrol(
      url,
      { token, name, ...(id === undefined ? {} : { id }) },
      {
        clock: needs.clock,
        random: Math.random,
        waits: (afterMs, reason) =>
          needs.complain(`watchcase-agent: ${reason}; trying again in ${Math.ceil(afterMs / 1000)} s`),
      },
    );
    const { customer, host, shard, username, password, mqttUrl = url } = reply;
    const { certificate } = reply;
    const trust = {
      ...(authority === undefined ? {} : { authority }),
      ...(certificate === undefined || key === undefined ? {} : { certificate, key }),
    };
    const credential = { customer, host, shard, username, password, mqttUrl, name, ...trust };
    if (!isCredential(credential)) throw incomplete(url);
    draft.keep(credential);
    const { packageKey } = tokenParts(token);
    if (packageKey !== undefined)
      orUnusable(state, () =>
        keepCollector(state, { url: url.startsWith('http') ? url : undefined, packageKey }),
      );
    needs.print(`enrolled as ${customer}.${host}; start with: watchcase-agent run --state ${state}`);
    await compileWhatRuns();
    return 0;
  } finally {
    draft.drop();
  }
}

/** Leaves it in Node's cache: an agent that has to compile TypeScript itself keeps the compiler's 20 MiB for as long as it runs. */
async function compileWhatRuns(): Promise<void> {
  await Promise.all([import('./run.ts'), import('../app.ts')]);
}

function missing(option: string): UserError {
  return new UserError({
    code: 'OPTION_MISSING',
    place: option,
    message: 'it is needed to enrol',
    fix: 'copy the command the collector gave with the token',
  });
}

function incomplete(place: string): UserError {
  return new UserError({
    code: 'ENROLMENT_REFUSED',
    place,
    message: 'the answer is not a whole credential',
    fix: 'make a new token for this host, and give its name with --name',
  });
}

/** The credential's file to be, open for writing. */
interface Draft {
  /** Written beside, made durable, then put in place: there is never half a credential. Errors: STATE_FOLDER_UNUSABLE (UserError). */
  keep(credential: Credential): void;
  /** Removes what was not kept. */
  drop(): void;
}

/** Errors: STATE_FOLDER_UNUSABLE (UserError). */
function openDraft(state: string): Draft {
  makeStateFolder(state);
  const place = credentialFile(state);
  const path = `${place}.new`;
  const file = orUnusable(state, () => {
    // One left by an interrupted enrolment may be readable by others, or lead elsewhere.
    rmSync(path, { force: true });
    return openSync(path, 'wx', 0o600);
  });
  return {
    keep(credential) {
      orUnusable(state, () => {
        writeSync(file, `${JSON.stringify(credential, null, 2)}\n`);
        fsyncSync(file);
        giveToFoldersOwner(path);
        renameSync(path, place);
      });
    },
    drop() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

function orUnusable<T>(state: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw stateUnusable(state, error);
  }
}
