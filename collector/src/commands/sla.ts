import { clocksExplainedSchema, type ExplainedRoundView, previewSchema } from '@watchcase/api';
import { isZone, localTime, machineZone, UserError } from '@watchcase/runtime';
import type { CommandNeeds, Options } from './needs.ts';
import { askCollector } from './ask-collector.ts';
import { momentOf } from './read-option.ts';

/** `sla explain CASE` and `sla preview POLICY --at TIME`. Errors: COMMAND_UNKNOWN, OPTION_INVALID, COLLECTOR_AWAY and what the collector refuses. */
export async function slaCommand(
  [act, what, ...more]: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  if (what === undefined || more.length > 0 || (act !== 'explain' && act !== 'preview'))
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: ['sla', act, what].filter((word) => word !== undefined).join(' '),
      message: '"sla explain CASE" or "sla preview POLICY --at TIME" was expected',
      fix: 'see watchcase --help',
    });
  const zone = zoneIn(options);
  needs.print(act === 'explain' ? await explain(what, zone, options) : await preview(what, zone, options));
  return 0;
}

function zoneIn({ zone = machineZone() }: Options): string {
  if (!isZone(zone))
    throw new UserError({
      code: 'OPTION_INVALID',
      place: '--zone',
      message: `"${zone}" is no time zone`,
      fix: 'name one such as Europe/Berlin',
    });
  return zone;
}

async function explain(name: string, zone: string, options: Options): Promise<string> {
  const id = name.replace(/^C-/i, '');
  const answer = clocksExplainedSchema.parse(
    await askCollector(`/cases/${encodeURIComponent(id)}/clocks`, options),
  );
  const lines = answer.clocks.flatMap(({ target, rounds }) => [
    '',
    `${target}${rounds.length > 1 ? ` (${rounds.length} rounds)` : ''}`,
    ...rounds.flatMap((round) => roundLines(round, zone)),
  ]);
  const outside =
    answer.outside === null
      ? ''
      : `, outside the contract's scope (${answer.outside}): advice only / chargeable`;
  return [`${answer.case}, judged by ${answer.policy}${outside}; times of ${zone}`, ...lines].join('\n');
}

function roundLines(round: ExplainedRoundView, zone: string): string[] {
  const at = (time: string) => clockTime(time, zone);
  const outside = round.isOutsideHours ? ', begun outside hours' : '';
  const provisional = round.isProvisional ? ' (provisional: days to come are not announced yet)' : '';
  return [
    `  since ${at(round.since)}: ${round.promise} on ${round.calendar}${outside}`,
    ...round.counted.map(
      ({ from, to, calendar }) => `    counted ${at(from)} to ${at(to)} on ${calendar}, ${spanOf(from, to)}`,
    ),
    ...round.pauses.map(
      ({ from, to, reason }) =>
        `    paused  ${at(from)} to ${to === null ? 'nobody knows when' : at(to)}: waits for ${reason}`,
    ),
    `    ${words(round.countedSeconds)} counted of ${words(round.limitSeconds)}; due ${at(round.due)}${provisional}`,
    ...round.warnings
      .filter(({ isTold }) => isTold)
      .map(
        ({ percent, at: moment }) =>
          `    ${percent === 100 ? 'breach' : `${percent} %`} told${moment === null ? '' : ` for ${at(moment)}`}`,
      ),
    `    ${round.outcome}${round.stoppedAt === null ? '' : ` at ${at(round.stoppedAt)} (${round.stoppedBy ?? ''})`}`,
  ];
}

async function preview(policy: string, zone: string, options: Options): Promise<string> {
  const query = new URLSearchParams({ at: momentOf('--at', options.at) });
  if (options.calendar !== undefined) query.set('calendar', options.calendar);
  const answer = previewSchema.parse(
    await askCollector(`/policies/${encodeURIComponent(policy)}/preview?${query.toString()}`, options),
  );
  const lines = answer.promises.map(
    ({ severity, category, target, promise, calendar, isOutsideHours, due, isProvisional }) =>
      [
        `${severity}${category === null ? '' : ` ${category}`}`.padEnd(18),
        target.padEnd(9),
        clockTime(due, zone).padEnd(17),
        `${promise} on ${calendar}`,
        isOutsideHours ? 'outside hours' : '',
        isProvisional ? 'provisional' : '',
      ]
        .join(' ')
        .trimEnd(),
  );
  return [`${answer.policy}, if it broke at ${clockTime(answer.at, zone)} (${zone})`, ...lines].join('\n');
}

function clockTime(iso: string, zone: string): string {
  return localTime(iso, zone).slice(0, 16);
}

function spanOf(from: string, to: string): string {
  return words((Date.parse(to) - Date.parse(from)) / 1000);
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `1d 2h 30m`; `0m` for nothing. */
function words(seconds: number): string {
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const amount = Math.floor(left / size);
    if (amount > 0) parts.push(`${amount}${unit}`);
    left -= amount * size;
  }
  return parts.length === 0 ? '0m' : parts.join(' ');
}
