import { categories, type Category } from '@watchcase/api';

/** What a service policy promises of one target, as its record has it. */
export type WrittenPromise =
  | string
  | {
      in: string;
      hours?: string;
      outside?: string | { in: string; hours?: string };
      category?: Partial<Record<Category, WrittenPromise>>;
    };

/** What a promise is said in. */
export interface PromiseWords {
  duration: (written: string) => string;
  promised: (time: string, hours: string) => string;
  hours: { always: string; business: string };
  /** Of a calendar, by its id. */
  hoursOf: (calendar: string) => string;
  begunOutside: (promise: string) => string;
  ofCategory: (category: string, promise: string) => string;
  category: Readonly<Record<Category, string>>;
}

/** A promise line by line (pure): its time and the hours that count, what holds where the case begins outside of these, and what holds for single categories. */
export function promiseSaid(promise: WrittenPromise, words: PromiseWords): string[] {
  if (typeof promise === 'string') return [timeSaid(promise, 'always', words)];
  const { hours = 'always', outside, category = {} } = promise;
  const others = categories.flatMap((one) => {
    const of = category[one];
    return of === undefined ? [] : [words.ofCategory(words.category[one], promiseSaid(of, words).join('; '))];
  });
  return [
    timeSaid(promise.in, hours, words),
    ...(outside === undefined ? [] : [words.begunOutside(outsideSaid(outside, words))]),
    ...others,
  ];
}

function outsideSaid(outside: string | { in: string; hours?: string }, words: PromiseWords): string {
  return typeof outside === 'string'
    ? timeSaid(outside, 'always', words)
    : timeSaid(outside.in, outside.hours ?? 'always', words);
}

function timeSaid(time: string, hours: string, words: PromiseWords): string {
  const when = hours === 'always' || hours === 'business' ? words.hours[hours] : words.hoursOf(hours);
  return words.promised(words.duration(time), when);
}
