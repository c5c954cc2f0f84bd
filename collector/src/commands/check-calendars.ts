import { directorySummarySchema } from '@watchcase/api';
import { askCollector } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';

/** `calendar check`: prints which calendars of the running collector run out; exit code 1 when one does. Errors: COLLECTOR_AWAY and what the collector refuses. */
export async function checkCalendars(options: Options, { print }: CommandNeeds): Promise<number> {
  const { findings } = directorySummarySchema.parse(await askCollector('/directory', options));
  for (const { calendar, because, until, contracts } of findings) {
    print(`${calendar}: its days ${because === 'has-ended' ? 'ended' : 'end'} with ${until}`);
    print(`  contracts that count on it: ${contracts}; what is due later is provisional`);
    print(
      `  when days are announced: watchcase calendar import FILE --into CALENDAR, and apply what it prints`,
    );
  }
  if (findings.length === 0) print('every calendar knows its days for long enough');
  return findings.length === 0 ? 0 : 1;
}
