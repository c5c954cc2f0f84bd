import { displayNameSchema, idSchema, isDay, severitySchema, textSchema } from '@watchcase/api';
import { isZone } from '@watchcase/runtime';
import { z } from 'zod';
import { isDayClass, isDayName, parseTime, parseWallSpan } from './duty-span.ts';
import { parseTurn } from './turn-length.ts';

const DAY_MINUTES = 1440;
const zoneSchema = z.string().refine(isZone, 'expected a time zone such as Europe/Berlin');
const daySchema = z.string().refine(isDay, 'expected a day such as 2026-02-28');
const wordsSchema = z.array(textSchema({ min: 1, max: 60 })).max(100);

/** When somebody is on duty at all: spans by the day on which they begin. `working`, `free` and `holidays` are days as the calendar has them; weekdays go before the first two. */
const dutyHoursSchema = z
  .record(
    z
      .string()
      .refine(
        isDayName,
        'expected a weekday such as mon, days such as mon-fri, or working, free or holidays of a calendar',
      ),
    z
      .array(
        z
          .string()
          .refine(
            (text) => parseWallSpan(text) !== undefined,
            'expected a span such as 09:00-17:30, or 18:00-09:00 into the next day',
          ),
      )
      .max(48),
  )
  .refine((hours) => Object.keys(hours).length > 0, 'expected hours of one day at least');
export type DutyHoursRecord = z.infer<typeof dutyHoursSchema>;

const turnSchema = z
  .string()
  .refine((text) => parseTurn(text) !== undefined, 'expected the length of a turn such as 12h, 1d or 1w');

/** People who take turns. */
const layerSchema = z
  .strictObject({
    name: displayNameSchema,
    /** In the order in which they take turns; some who are on duty together are one entry. */
    people: z
      .array(z.union([idSchema, z.array(idSchema).min(1).max(10)]))
      .min(1)
      .max(100),
    /** The rota's where it says none. */
    zone: zoneSchema.optional(),
    /** The day of the first hand-over: the first of them is on duty from then. */
    from: daySchema,
    /** When they hand over, on the wall; what the wall leaves out is the moment of the leap, of what it shows twice the first. */
    handOver: z
      .string()
      .refine((text) => (parseTime(text) ?? DAY_MINUTES) < DAY_MINUTES, 'expected a time such as 09:00'),
    /** How long a turn is, counted on the wall; several lengths follow each other. One who never hands over needs none. */
    every: z.union([turnSchema, z.array(turnSchema).min(1).max(50)]).optional(),
    /** The day at whose hand-over time it ends. */
    until: daySchema.optional(),
    /** None: all hours. */
    hours: dutyHoursSchema.optional(),
    /** The rota's where it says none. */
    calendar: idSchema.optional(),
  })
  .refine(({ from, until }) => until === undefined || until > from, {
    message: 'must be after "from"',
    path: ['until'],
  })
  .refine(({ people, every }) => every !== undefined || people.length === 1, {
    message: 'expected the length of a turn such as 1w: several take turns',
    path: ['every'],
  });
export type LayerRecord = z.infer<typeof layerSchema>;

/** Who is on duty when. Where several layers have somebody, the first in the list speaks. */
export const rotaSchema = z
  .strictObject({
    id: idSchema,
    name: displayNameSchema,
    team: idSchema.optional(),
    zone: zoneSchema,
    /** What days are, for layers and for counting holidays. */
    calendar: idSchema.optional(),
    /** It answers for these; none: for all. */
    skills: wordsSchema.optional(),
    regions: wordsSchema.optional(),
    severities: z.array(severitySchema).max(4).optional(),
    layers: z.array(layerSchema).min(1).max(20),
    /** When somebody must be on duty: outside of it nothing is a gap. None: always. */
    covers: dutyHoursSchema.optional(),
    /** Other rotas on which its people may be on duty at the same time. */
    sharesWith: z.array(idSchema).max(50).optional(),
    note: textSchema({ min: 1, max: 2000 }).optional(),
    retired: z.literal(true).optional(),
  })
  .superRefine(({ calendar, covers, layers }, context) => {
    const refuse = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const needsCalendar = (hours: DutyHoursRecord | undefined) => Object.keys(hours ?? {}).some(isDayClass);
    if (needsCalendar(covers) && calendar === undefined)
      refuse(['covers'], 'working, free and holidays need a calendar of the rota');
    for (const [index, layer] of layers.entries()) {
      if (needsCalendar(layer.hours) && (layer.calendar ?? calendar) === undefined)
        refuse(['layers', index, 'hours'], 'working, free and holidays need a calendar');
      if (layers.findIndex(({ name }) => name === layer.name) !== index)
        refuse(['layers', index, 'name'], 'another layer has this name already');
    }
  });
export type Rota = z.infer<typeof rotaSchema>;
