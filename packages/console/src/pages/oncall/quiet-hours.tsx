import { useSignal } from '@preact/signals';
import type { NewReach, ReachView } from '@watchcase/api';
import { Field } from '../../parts/field.tsx';
import { listed, texts } from '../../texts/index.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** When only what is critical comes through. */
export function QuietHours({
  view: { quiet },
  save,
}: {
  view: ReachView;
  save: (quiet: NonNullable<NewReach['quiet']> | null) => Promise<void>;
}) {
  const { contact } = texts.value;
  const from = useSignal(quiet?.from ?? '22:00');
  const to = useSignal(quiet?.to ?? '07:00');
  const days = useSignal<readonly string[]>(quiet?.days ?? []);
  return (
    <section>
      <h2>{contact.quiet}</h2>
      <p class="soft">
        {quiet === null ? contact.noQuiet : contact.quietText(quiet.from, quiet.to)}
        {quiet?.days === undefined
          ? ''
          : ` ${contact.quietOn(listed(quiet.days.map((day) => contact.dayNames[day] ?? day)))}`}
      </p>
      <form
        class="card contact-new"
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = weekdays.filter((day) => days.value.includes(day));
          const some = chosen.length === 0 || chosen.length === weekdays.length ? {} : { days: chosen };
          void save({ from: from.value, to: to.value, ...some });
        }}
      >
        <Field
          label={contact.quietFrom}
          value={from.value}
          input={(text) => (from.value = text)}
          pattern="[0-2][0-9]:[0-5][0-9]"
          required
        />
        <Field
          label={contact.quietTo}
          value={to.value}
          input={(text) => (to.value = text)}
          pattern="[0-2][0-9]:[0-5][0-9]"
          required
        />
        <fieldset class="quiet-days">
          <legend>{contact.quietDays}</legend>
          {weekdays.map((day) => (
            <label key={day} class="check">
              <input
                type="checkbox"
                checked={days.value.includes(day)}
                onChange={({ currentTarget: { checked } }) =>
                  (days.value = checked ? [...days.value, day] : days.value.filter((one) => one !== day))
                }
              />
              {contact.dayNames[day] ?? day}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="plain">
          {contact.setQuiet}
        </button>
        {quiet === null ? null : (
          <button type="button" class="plain" onClick={() => void save(null)}>
            {contact.endQuiet}
          </button>
        )}
      </form>
    </section>
  );
}
