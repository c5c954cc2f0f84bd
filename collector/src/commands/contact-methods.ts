import { codeSentSchema, reachSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { askCollector, postTo } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';

/** Whether these words are a command about how somebody is reached. */
export function isMethodCommand(act: string | undefined): boolean {
  return act === 'methods' || act === 'send-code' || act === 'verify';
}

/**
 * `oncall methods PERSON`, `oncall send-code PERSON METHOD` and `oncall verify PERSON METHOD CODE`; the second with exit code 1 where the other side did not take it.
 * Errors: COMMAND_UNKNOWN, COLLECTOR_AWAY and what the collector refuses.
 */
export async function methodCommand(
  [act, person, method, code, ...more]: readonly string[],
  options: Options,
  { print }: CommandNeeds,
): Promise<number> {
  if (act === 'methods' && person !== undefined && method === undefined) {
    const view = await askCollector(`/oncall/methods?person=${encodeURIComponent(person)}`, options);
    for (const line of linesOf(view)) print(line);
    return 0;
  }
  const path = (end: string) => `/oncall/methods/${encodeURIComponent(method ?? '')}/${end}`;
  if (act === 'send-code' && method !== undefined && code === undefined) {
    const sent = codeSentSchema.parse(await postTo(path('code'), { person }, options));
    print(`${sent.outcome === 'delivered' ? 'taken' : 'not taken'}: ${sent.detail}`);
    return sent.outcome === 'delivered' ? 0 : 1;
  }
  if (act === 'verify' && code !== undefined && more.length === 0) {
    for (const line of linesOf(await postTo(path('verify'), { person, code }, options))) print(line);
    return 0;
  }
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: `oncall ${act}`,
    message:
      '"oncall methods PERSON", "oncall send-code PERSON METHOD" or "oncall verify PERSON METHOD CODE" was expected',
    fix: 'see watchcase --help',
  });
}

function linesOf(answer: unknown): string[] {
  const { methods, isReached, person } = reachSchema.parse(answer);
  return [
    ...methods.map(({ id, channel, address, state }) => `${id.padEnd(12)} ${channel} ${address}: ${state}`),
    ...(isReached ? [] : [`${person.name} (${person.id}) cannot be paged`]),
  ];
}
