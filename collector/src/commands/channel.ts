import { channelListSchema, channelTestedSchema, languageSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { askCollector, postTo } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';

/**
 * `channel list` and `channel test NAME`: sends a real page by a channel of the running collector and prints what the other side said; exit code 1 where it was not
 * taken. Errors: COMMAND_UNKNOWN, OPTION_INVALID, COLLECTOR_AWAY and what the collector refuses.
 */
export async function channelCommand(
  [act, ...names]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const name = names.join(' ');
  if (act === 'list' && name === '') return list(options, needs);
  if (act === 'test' && name !== '') return test(name, options, needs);
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: ['channel', act].filter((word) => word !== undefined).join(' '),
    message: '"channel list" or "channel test NAME" was expected',
    fix: 'see watchcase --help',
  });
}

async function list(options: Options, { print }: CommandNeeds): Promise<number> {
  const { items } = channelListSchema.parse(await askCollector('/channels', options));
  print(
    items.map(({ name, type, people }) => `${name} (${type}): ${people.join(', ') || 'nobody'}`).join('\n'),
  );
  return 0;
}

async function test(name: string, options: Options, { print }: CommandNeeds): Promise<number> {
  const language = languageSchema.safeParse(options.lang).data;
  if (language === undefined)
    throw new UserError({
      code: 'OPTION_INVALID',
      place: '--lang',
      message: `"${options.lang}" is no language of pages`,
      fix: `one of ${languageSchema.options.join(', ')}`,
    });
  const path = `/channels/${encodeURIComponent(name)}/test`;
  const ended = channelTestedSchema.parse(await postTo(path, { language }, options));
  const wait =
    ended.retryAfterSeconds === null ? '' : `; it asks to be left alone for ${ended.retryAfterSeconds} s`;
  const taken = ended.outcome === 'delivered';
  print(`${name} (${ended.type}): ${taken ? 'taken' : 'not taken'}: ${ended.detail}${wait}`);
  return taken ? 0 : 1;
}
