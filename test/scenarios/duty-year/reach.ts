import type { Severity } from '@watchcase/api';

/** Two teams of three. */
export const PEOPLE = {
  east: ['lin', 'zhao', 'chen'],
  west: ['meyer', 'braun', 'klein'],
} as const;

/** How somebody is reached, by the names of channels: when, and what is held back. */
export interface PlainReach {
  /** Of these severities, on these hours of the own wall: by this channel after so many minutes. All that fit speak; where none does, all channels at once. */
  rules: readonly {
    severities?: readonly Severity[];
    days?: readonly number[];
    hours?: readonly [number, number];
    channel: Channel;
    after: number;
  }[];
  /** Minutes of the own wall between which only what is critical comes. */
  quiet?: readonly [number, number];
}
export const CHANNELS = ['chat', 'phone'] as const;
export type Channel = (typeof CHANNELS)[number];

const patient: PlainReach['rules'] = [
  { channel: 'chat', after: 0 },
  { severities: ['major', 'critical'], channel: 'phone', after: 3 },
];
/** Whoever is not here has no rules. */
export const REACH: Readonly<Record<string, PlainReach>> = {
  lin: { rules: patient, quiet: [23 * 60, 7 * 60] },
  zhao: { rules: patient },
  chen: {
    rules: [
      { severities: ['critical'], channel: 'phone', after: 0 },
      { severities: ['minor', 'major'], channel: 'chat', after: 0 },
    ],
  },
  // By chat while at work; else there is no rule.
  klein: { rules: [{ days: [0, 1, 2, 3, 4], hours: [8 * 60, 18 * 60], channel: 'chat', after: 0 }] },
  braun: { rules: [{ channel: 'chat', after: 0 }], quiet: [22 * 60 + 30, 6 * 60 + 30] },
};
const textOfMinutes = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
/** The same as fields of the person's record. */
export function reachOf(id: string) {
  const { rules = [], quiet } = REACH[id] ?? {};
  return {
    methods: CHANNELS.map((channel) => ({ id: channel, channel, address: `${channel} of ${id}` })),
    rules: rules.map(({ severities, hours, channel, after }) => ({
      ...(severities === undefined ? {} : { severities }),
      ...(hours === undefined ? {} : { hours: { 'mon-fri': [hours.map(textOfMinutes).join('-')] } }),
      methods: [channel],
      ...(after === 0 ? {} : { after: `${after}m` }),
    })),
    ...(quiet === undefined ? {} : { quiet: { from: textOfMinutes(quiet[0]), to: textOfMinutes(quiet[1]) } }),
  };
}

/** On whose wall a person lives. */
export function zoneOf(person: string): string {
  return (PEOPLE.east as readonly string[]).includes(person) ? 'Asia/Shanghai' : 'Europe/Berlin';
}
