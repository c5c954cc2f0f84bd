import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { calendarDayText, longWeekday } from '../../words/moment.ts';
import type { RecordWords } from '../../words/record-said.ts';
import { dutyHoursSaid, isByWeeks, turnsSaid } from '../../words/turns-said.ts';

type Hours = Readonly<Record<string, readonly string[]>>;

/** People who take turns, as a rota's record has them. */
interface WrittenLayer {
  name: string;
  people: readonly (string | readonly string[])[];
  zone?: string;
  from: string;
  handOver: string;
  every?: string | readonly string[];
  until?: string;
  hours?: Hours;
  calendar?: string;
}

/** A rota as what it is: who takes turns with whom, when they hand over, and when somebody is on duty. */
export function RotaFacts({ data, words }: { data: Readonly<Record<string, unknown>>; words: RecordWords }) {
  const { records } = texts.value;
  const { layers, covers, zone } = data as unknown as {
    layers: WrittenLayer[];
    covers?: Hours;
    zone: string;
  };
  return (
    <section>
      <h2>{records.layers}</h2>
      {layers.length < 2 ? null : <p class="soft">{records.layersText}</p>}
      {layers.map((layer) => (
        <Layer key={layer.name} layer={layer} zone={layer.zone ?? zone} words={words} />
      ))}
      {covers === undefined ? null : (
        <dl class="card record-facts">
          <div>
            <dt>{records.covers}</dt>
            <dd>
              <HourLines hours={covers} />
            </dd>
          </div>
        </dl>
      )}
    </section>
  );
}

interface LayerProps {
  layer: WrittenLayer;
  zone: string;
  words: RecordWords;
}

function Layer({ layer, zone, words }: LayerProps) {
  const { directory, records } = texts.value;
  const { name, people, from, every, until, hours, calendar } = layer;
  const named = people.map((one) =>
    [one]
      .flat()
      .map((id) => words.name('people', id))
      .join(records.together),
  );
  return (
    <div class="card record-facts">
      <h3>{name}</h3>
      <dl class="facts">
        <dt>{records.inTurn}</dt>
        <dd>
          <ol class="turn-order">
            {named.map((who, at) => (
              <li key={`${who} ${at}`}>{who}</li>
            ))}
          </ol>
        </dd>
        <dt>{records.handOver}</dt>
        <dd>{every === undefined ? records.never : handOverSaid(layer, zone, every)}</dd>
        <dt>{records.begins}</dt>
        <dd>{calendarDayText(from, language.value)}</dd>
        {until === undefined ? null : (
          <>
            <dt>{records.ends}</dt>
            <dd>{calendarDayText(until, language.value)}</dd>
          </>
        )}
        <dt>{records.dutyHours}</dt>
        <dd>{hours === undefined ? records.allHours : <HourLines hours={hours} />}</dd>
        {calendar === undefined ? null : (
          <>
            <dt>{directory.kinds.calendars.one}</dt>
            <dd>{words.name('calendars', calendar)}</dd>
          </>
        )}
      </dl>
    </div>
  );
}

function handOverSaid(
  { from, handOver }: WrittenLayer,
  zone: string,
  every: string | readonly string[],
): string {
  const { records, shell } = texts.value;
  const weekday = isByWeeks(every) ? longWeekday(from, language.value) : '';
  const turn = turnsSaid(every, {
    turns: records.turns,
    lasts: records.lasts,
    turnsOf: records.turnsOf,
    and: shell.and,
  });
  return records.handOverAt(turn, weekday, handOver, zone);
}

function HourLines({ hours }: { hours: Hours }) {
  const { contact, records, shell } = texts.value;
  const names = { ...contact.dayNames, ...records.dayClasses };
  return (
    <ul>
      {dutyHoursSaid(hours, { dayNames: names, nextDay: records.nextDay, and: shell.and }).map(
        ({ day, spans }) => (
          <li key={day}>
            {day} <span class="figures">{spans}</span>
          </li>
        ),
      )}
    </ul>
  );
}
