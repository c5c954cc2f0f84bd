import { useSignal } from '@preact/signals';
import type { NewReach, ReachView } from '@watchcase/api';
import { Field } from '../../parts/field.tsx';
import { texts } from '../../texts/index.ts';

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
  return (
    <section>
      <h2>{contact.quiet}</h2>
      <p class="soft">{quiet === null ? contact.noQuiet : contact.quietText(quiet.from, quiet.to)}</p>
      <form
        class="card contact-new"
        onSubmit={(event) => {
          event.preventDefault();
          void save({ ...quiet, from: from.value, to: to.value });
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
