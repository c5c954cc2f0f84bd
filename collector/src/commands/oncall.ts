import { dutyFindingsSchema, type DutyFindingView, severitySchema, whoSchema } from '@watchcase/api';
import { isZone, localTime, machineZone, UserError } from '@watchcase/runtime';
import { askCollector } from './ask-collector.ts';
import { chainLines } from './chain.ts';
import { isMethodCommand, methodCommand } from './contact-methods.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { momentOf } from './read-option.ts';

const FILTERS = ['rota', 'team', 'skill', 'region', 'severity'] as const;

/** `oncall who --at TIME`, `oncall chain CASE` and `oncall check`; the last with exit code 1 where something is to be looked at. Errors: COMMAND_UNKNOWN, OPTION_INVALID, COLLECTOR_AWAY and what the collector refuses. */
export async function oncallCommand(
  words: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const [act, ...more] = words;
  if (isMethodCommand(act)) return methodCommand(words, options, needs);
  const [name, ...rest] = more;
  const isChain = act === 'chain' && name !== undefined && rest.length === 0;
  if (!isChain && (more.length > 0 || (act !== 'who' && act !== 'check')))
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: ['oncall', act].filter((word) => word !== undefined).join(' '),
      message: '"oncall who [--at TIME]", "oncall chain CASE" or "oncall check" was expected',
      fix: 'see watchcase --help',
    });
  const zone = options.zone ?? machineZone();
  if (!isZone(zone)) throw invalid('--zone', `"${zone}" is no time zone`, 'name one such as Europe/Berlin');
  if (act === 'check') return check(zone, options, needs);
  const lines = isChain ? await chainLines(name, zone, options) : await who(zone, options);
  for (const line of lines) needs.print(line);
  return 0;
}

async function who(zone: string, options: Options): Promise<string[]> {
  const query = new URLSearchParams();
  if (options.at !== undefined) query.set('at', momentOf('--at', options.at));
  for (const name of FILTERS) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  if (options.severity !== undefined && !severitySchema.safeParse(options.severity).success)
    throw invalid(
      '--severity',
      `"${options.severity}" is no severity`,
      'name one of advisory, minor, major, critical',
    );
  const { at, items } = whoSchema.parse(await askCollector(`/oncall/who?${query.toString()}`, options));
  const lines = items.map(({ rota, people, layer, reason, until }) => {
    const named = people.map(
      ({ id, name, hasSkill, inRegion }) =>
        `${name} (${id}${hasSkill ? '' : ', without the skill'}${inRegion ? '' : ', of another region'})`,
    );
    const why = [
      reason,
      layer === null ? '' : `layer ${layer}`,
      until === null ? '' : `until ${clockTime(until, zone)}`,
    ];
    return `${rota.id.padEnd(16)} ${named.length === 0 ? 'NOBODY' : named.join(', ')}  [${why.filter((text) => text !== '').join(', ')}]`;
  });
  return [`${clockTime(at, zone)} (${zone})`, ...(lines.length === 0 ? ['no rota answers for that'] : lines)];
}

async function check(zone: string, options: Options, { print }: CommandNeeds): Promise<number> {
  const { items } = dutyFindingsSchema.parse(await askCollector('/oncall/findings', options));
  for (const item of items) print(lineOf(item, zone));
  if (items.length === 0) print('somebody is on duty all the time, and nobody twice, for the next 60 days');
  return items.length === 0 ? 0 : 1;
}

function lineOf(finding: DutyFindingView, zone: string): string {
  if (finding.kind === 'empty-step')
    return `chain ${finding.chain.id}: ${finding.step === null ? 'the last resort' : `step ${finding.step}`} reaches nobody`;
  const named =
    finding.kind === 'gap' || finding.kind === 'twice' ? '' : `${finding.person.name} (${finding.person.id})`;
  if (finding.kind === 'unverified')
    return `${named}: the method ${finding.method} (${finding.channel}) is not verified, and is not used`;
  if (finding.kind === 'unreachable')
    return `${finding.rota.id}: ${named} cannot be paged: no verified contact method`;
  if (finding.kind === 'retired')
    return `${finding.rota.id}: ${finding.person.name} (${finding.person.id}) is out of use and still on it`;
  const span = `${clockTime(finding.from, zone)} to ${clockTime(finding.to, zone)}`;
  return finding.kind === 'gap'
    ? `${finding.rota.id}: nobody is on duty ${span}`
    : `${finding.rotas.map(({ id }) => id).join(', ')}: ${finding.person.name} (${finding.person.id}) is on duty twice ${span}`;
}

function clockTime(iso: string, zone: string): string {
  return localTime(iso, zone).slice(0, 16);
}

function invalid(place: string, message: string, fix: string): UserError {
  return new UserError({ code: 'OPTION_INVALID', place, message, fix });
}
