import { readWho } from '../../api/oncall.ts';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { listed, texts } from '../../texts/index.ts';
import { minuteText } from '../../words/moment.ts';

/** Who is on duty at this moment. */
export function DutyNow({ rota }: { rota: string }) {
  const { oncall } = texts.value;
  const found = useResource(`duty now ${rota}`, (signal) => readWho({ rota }, signal), { everyMs: 60_000 });
  return (
    <ul class="duty-now" aria-label={oncall.now}>
      {found.data.value?.items.map(({ rota: { id, name }, people, reason, isGap, until }) => (
        <li key={id} class="card">
          <span class="soft">{name}</span>
          <strong class={isGap ? 'nobody' : ''}>
            {people.length === 0 ? oncall.nobody : listed(people.map((one) => one.name))}
          </strong>
          <span class="soft">
            {[
              reason === 'turn' ? '' : oncall.reasons[reason],
              until === null ? '' : oncall.until(minuteText(Date.parse(until), language.value)),
            ]
              .filter((text) => text !== '')
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
