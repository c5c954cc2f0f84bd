import { useSignal } from '@preact/signals';
import { type NewReach, type ReachView, severities, type Severity } from '@watchcase/api';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Field } from '../../parts/field.tsx';
import { texts } from '../../texts/index.ts';

/** A time on the wall, to midnight. */
const CLOCK = '([01][0-9]|2[0-3]):[0-5][0-9]|24:00';
type Rules = NonNullable<NewReach['rules']>;
const DAYS = ['mon-sun', 'mon-fri', 'sat-sun'] as const;
const AFTER = ['0m', '1m', '3m', '5m', '10m', '15m', '30m'] as const;

/** By which address for what, and after how long: one line for each rule. */
export function ContactRules({ view, save }: { view: ReachView; save: (rules: Rules) => Promise<void> }) {
  const { contact } = texts.value;
  if (view.methods.length === 0) return null;
  return (
    <section>
      <h2>{contact.rules}</h2>
      <p class="soft">{view.rules.length === 0 ? contact.noRules : contact.rulesLead}</p>
      {view.rules.length === 0 ? null : (
        <ul class="card duty-lines">
          {view.rules.map((rule, index) => (
            <li key={JSON.stringify(rule)}>
              <div>
                <strong>{methodNames(view, rule.methods)}</strong>
                <p class="soft">{ruleText(rule)}</p>
              </div>
              <button
                type="button"
                class="plain"
                onClick={() => void save(view.rules.filter((_, at) => at !== index))}
              >
                {contact.remove}
              </button>
            </li>
          ))}
        </ul>
      )}
      <NewRule view={view} add={(rule) => save([...view.rules, rule])} />
    </section>
  );
}

function NewRule({ view, add }: { view: ReachView; add: (rule: Rules[number]) => Promise<void> }) {
  const {
    contact,
    cases: { severity: words },
  } = texts.value;
  const method = useSignal(view.methods[0]?.id ?? '');
  const from = useSignal<Severity>('advisory');
  const after = useSignal<string>('0m');
  const days = useSignal<(typeof DAYS)[number]>('mon-sun');
  const [begins, ends] = [useSignal(''), useSignal('')];
  return (
    <form
      class="card contact-new"
      onSubmit={(event) => {
        event.preventDefault();
        const severe = severities.slice(severities.indexOf(from.value));
        void add({
          methods: [method.value],
          ...(severe.length === severities.length ? {} : { severities: severe }),
          ...hoursOf(days.value, begins.value, ends.value),
          ...(after.value === '0m' ? {} : { after: after.value }),
        });
      }}
    >
      <ChoiceField
        label={contact.by}
        value={method.value}
        options={view.methods.map(({ id }) => ({ value: id, text: methodNames(view, [id]) }))}
        choose={(id) => (method.value = id)}
      />
      <ChoiceField
        label={contact.fromSeverity}
        value={from.value}
        options={severities.map((value) => ({ value, text: words[value] }))}
        choose={(value) => (from.value = value)}
      />
      <ChoiceField
        label={contact.after}
        value={after.value}
        options={AFTER.map((value) => ({
          value,
          text: value === '0m' ? contact.atOnce : contact.afterText(value),
        }))}
        choose={(value) => (after.value = value)}
      />
      <ChoiceField
        label={contact.days}
        value={days.value}
        options={DAYS.map((value) => ({ value, text: contact.dayNames[value] ?? value }))}
        choose={(value) => (days.value = value)}
      />
      <Field
        label={contact.hoursFrom}
        value={begins.value}
        input={(text) => (begins.value = text)}
        pattern={CLOCK}
        required={ends.value !== ''}
      />
      <Field
        label={contact.hoursTo}
        value={ends.value}
        input={(text) => (ends.value = text)}
        pattern={CLOCK}
        required={begins.value !== ''}
      />
      <button type="submit" class="plain">
        {contact.addRule}
      </button>
    </form>
  );
}

/** None where it holds at all hours of all days; of days without hours all of them. */
function hoursOf(
  days: (typeof DAYS)[number],
  from: string,
  to: string,
): { hours?: Record<string, string[]> } {
  if (from === '' && days === 'mon-sun') return {};
  return { hours: { [days]: [from === '' ? '00:00-24:00' : `${from}-${to}`] } };
}

function methodNames({ methods }: ReachView, ids: readonly string[]): string {
  return ids
    .map((id) => methods.find((one) => one.id === id))
    .map((method) => (method === undefined ? '' : `${method.channel} ${method.address}`))
    .join(', ');
}

function ruleText({ severities: of, hours, after }: Rules[number]): string {
  const {
    contact,
    cases: { severity },
  } = texts.value;
  const parts = [
    of === undefined || of.length === 0 ? contact.allSeverities : of.map((one) => severity[one]).join(', '),
    hours === undefined
      ? ''
      : Object.entries(hours)
          .map(([day, spans]) => `${contact.dayNames[day] ?? day} ${spans.join(', ')}`)
          .join('; '),
    after === undefined ? contact.atOnce : contact.afterText(after),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
