import { type Rollout, rolloutListSchema, rolloutSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { join } from 'node:path';
import { shelfIn } from '../packages/index.ts';
import { askCollector, postTo } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';

type Act = (words: readonly string[], options: Options, needs: CommandNeeds) => Promise<void> | void;

/** Each with how many words stand behind it. */
const acts: Readonly<Record<string, { words: number; act: Act }>> = {
  add: { words: 1, act: addPackage },
  list: { words: 0, act: listPackages },
  remove: { words: 1, act: removePackage },
  'roll-out': { words: 1, act: rollOut },
  'roll-outs': { words: 0, act: listRollouts },
  stop: { words: 1, act: stopRollout },
};

/**
 * `packages`: what hosts fetch from this collector, and which version they are asked to run. Adding and removing need no running collector. Errors: COMMAND_UNKNOWN, those of
 * the shelf, COLLECTOR_AWAY and what the collector refuses.
 */
export async function packagesCommand(
  [act = '', ...words]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const known = Object.hasOwn(acts, act) ? acts[act] : undefined;
  if (known === undefined || known.words !== words.length)
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: ['packages', act, ...words].join(' ').trim(),
      message: `"packages ${Object.keys(acts).join('", "packages ')}" were expected, with what they need`,
      fix: 'see watchcase --help',
    });
  await known.act(words, options, needs);
  return 0;
}

const shelfOf = (options: Options) => shelfIn(join(options.data, 'packages'));

async function addPackage(
  [file = '']: readonly string[],
  options: Options,
  { print }: CommandNeeds,
): Promise<void> {
  const { platform, 'package-version': version } = options;
  const added = await shelfOf(options).add(file, { version, platform });
  print(
    `${added.file}: ${added.version} for ${added.platform}, ${added.bytes} bytes, sha256 ${added.sha256}`,
  );
}

function listPackages(_words: readonly string[], options: Options, { print }: CommandNeeds): void {
  const rows = shelfOf(options)
    .list()
    .map(({ version, platform, file, sha256 }) => `${version}  ${platform}  ${file}  sha256:${sha256}`);
  print([...rows, `${rows.length} packages were added`].join('\n'));
}

function removePackage([file = '']: readonly string[], options: Options, { print }: CommandNeeds): void {
  shelfOf(options).remove(file);
  print(`${file}: removed`);
}

async function rollOut(
  [version = '']: readonly string[],
  options: Options,
  { print }: CommandNeeds,
): Promise<void> {
  const begun = rolloutSchema.parse(await postTo('/rollouts', { version, first: options.first }, options));
  print(`${described(begun)}\nfollow it with: watchcase packages roll-outs`);
}

async function listRollouts(
  _words: readonly string[],
  options: Options,
  { print }: CommandNeeds,
): Promise<void> {
  const { items } = rolloutListSchema.parse(await askCollector('/rollouts', options));
  print(items.length === 0 ? 'no version was sent to hosts' : items.map(described).join('\n'));
}

async function stopRollout(
  [id = '']: readonly string[],
  options: Options,
  { print }: CommandNeeds,
): Promise<void> {
  print(
    described(rolloutSchema.parse(await postTo(`/rollouts/${encodeURIComponent(id)}/stop`, {}, options))),
  );
}

function described({ id, version, state, stage, reason, startedAt, startedBy, hosts }: Rollout): string {
  const of = (outcome: string | null) => hosts.filter((one) => one.outcome === outcome).length;
  const counts = `${hosts.length} asked, ${of('installed')} have it, ${of('rolled-back')} went back, ${of('refused')} refused`;
  const bad = hosts.filter(({ outcome }) => outcome === 'rolled-back' || outcome === 'refused');
  return [
    `${id}  ${version}  ${state}, ${stage}: ${reason} (${counts}; begun ${startedAt} by ${startedBy})`,
    ...bad.map((one) => `    ${one.host}: ${one.outcome} ${one.code ?? ''} ${one.reason ?? ''}`.trimEnd()),
  ].join('\n');
}
