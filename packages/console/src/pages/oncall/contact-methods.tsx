import { useSignal } from '@preact/signals';
import type { NewReach, ReachView } from '@watchcase/api';
import { readReach, saveReach } from '../../api/contact-methods.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { query, setQuery } from '../../state/route.ts';
import { mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { ContactRules } from './contact-rules.tsx';
import { MethodLine } from './method-line.tsx';
import { NewMethod } from './new-method.tsx';
import { QuietHours } from './quiet-hours.tsx';

/** How somebody is reached: addresses that they have shown to be theirs, rules, quiet hours. */
export function ContactMethods() {
  const { contact } = texts.value;
  const person = query.value.get('person') ?? undefined;
  if (!mayDo('duty.change')) return <p class="soft">{contact.notYours}</p>;
  return <Reach key={person ?? ''} person={person} />;
}

function Reach({ person }: { person: string | undefined }) {
  const { contact } = texts.value;
  const reach = useResource(`reach ${person ?? ''}`, (signal) => readReach(person, signal));
  const fault = useSignal<Fault | undefined>(undefined);
  const view = reach.data.value;
  if (view === undefined)
    return reach.fault.value === undefined ? (
      <Waiting rows={3} height={80} />
    ) : (
      <FaultNote fault={reach.fault.value} retry={reach.refresh} />
    );

  async function save(change: Partial<NewReach>): Promise<void> {
    try {
      await saveReach({ ...asWritten(view as ReachView), ...change });
      fault.value = undefined;
      say(texts.value.oncall.saved);
    } catch (error) {
      fault.value = faultOf(error);
    }
    reach.refresh();
  }

  return (
    <section class="contact">
      <p class="lead">{contact.lead}</p>
      {view.people.length < 2 ? null : (
        <ChoiceField
          label={contact.whose}
          value={view.person.id}
          options={view.people.map(({ id, name }) => ({ value: id, text: name }))}
          choose={(id) => setQuery('person', id)}
        />
      )}
      {view.isReached ? null : (
        <p class="complaint" role="note">
          {contact.unreached(view.person.name)}
        </p>
      )}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      {view.methods.length === 0 ? null : (
        <ul class="card duty-lines">
          {view.methods.map((method) => (
            <MethodLine
              key={method.id}
              method={method}
              person={view.person.id}
              verified={reach.refresh}
              remove={() => save(without(view, method.id))}
            />
          ))}
        </ul>
      )}
      <NewMethod view={view} add={(method) => save({ methods: [...asWritten(view).methods, method] })} />
      <ContactRules view={view} save={(rules) => save({ rules })} />
      <QuietHours view={view} save={(quiet) => save({ quiet })} />
    </section>
  );
}

/** The same as it is sent back. */
function asWritten({ person, version, methods, rules, quiet }: ReachView) {
  return {
    person: person.id,
    version,
    methods: methods.map(({ id, channel, address }) => ({ id, channel, address })),
    rules,
    quiet,
  };
}

/** A method goes out of the rules as well; a rule that names no other goes with it. */
function without(view: ReachView, id: string): Partial<NewReach> {
  const { methods, rules } = asWritten(view);
  return {
    methods: methods.filter((one) => one.id !== id),
    rules: rules
      .map((rule) => ({ ...rule, methods: rule.methods.filter((one) => one !== id) }))
      .filter((rule) => rule.methods.length > 0),
  };
}
