import { z } from 'zod';
import { displayNameSchema, idSchema } from '../name-schemas.ts';
import { isId } from '../names.ts';
import { languageSchema } from '../title.ts';
import { textSchema } from '../vocabulary.ts';

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DURATION = /^\d+(?:\.\d+)?(?:m|h|d)$/;

/** Most entries of one list of a record. */
const MOST_ENTRIES = 500;

/** True of a day that there is, `2026-02-28`. */
export function isDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.toISOString().slice(0, 10) === text;
}

/** True for a time zone's name, such as Asia/Shanghai or UTC. */
function isZoneName(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Two ids with a dot between them: a customer's, and that of its site or host. */
function isPlacedId(text: string): boolean {
  const [customer = '', own = '', ...more] = text.split('.');
  return more.length === 0 && isId(customer) && isId(own);
}

/** Fields that records of several kinds have. */
export const fields = {
  id: idSchema,
  /** `customer.site` or `customer.host`. */
  placedId: z.string().refine(isPlacedId, 'expected the id of a customer, a dot, and an id of its own'),
  name: displayNameSchema,
  text: textSchema({ min: 1, max: 2000 }),
  line: textSchema({ min: 1, max: 200 }),
  zone: z.string().refine(isZoneName, 'expected the name of a time zone such as Asia/Shanghai'),
  day: z.string().refine(isDay, 'expected a day such as 2026-02-28'),
  duration: z.string().refine((text) => DURATION.test(text), 'expected a duration such as 30m, 2h or 1d'),
  /** A short word that people choose themselves, in any script. */
  word: textSchema({ min: 1, max: 60 }),
  mail: z.email().max(254),
  phone: z
    .string()
    .max(40)
    .refine(
      (text) => /^\+?[\d\s()/.-]{3,}$/.test(text),
      'expected a telephone number such as +86 571 8888 0000',
    ),
  language: languageSchema,
  /** Texts for people, in both languages. */
  words: z
    .object({ en: textSchema({ min: 1, max: 500 }), 'zh-CN': textSchema({ min: 1, max: 500 }) })
    .strict(),
  money: z.number().min(0).max(1e9),
  /** Out of use; what was before still names it. */
  retired: z.literal(true),
};

/** A list of a record: no entry twice. */
export function listOfOnce<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .max(MOST_ENTRIES)
    .refine(
      (items) => new Set(items.map((one) => JSON.stringify(one))).size === items.length,
      'names one entry twice',
    );
}
