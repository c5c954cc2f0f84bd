import { useSignal } from '@preact/signals';
import { actsIn, type CaseDetail } from '@watchcase/api';
import { actOnCase, sendFile } from '../../api/client.ts';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

interface Props {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
  refresh: () => void;
}

/** A comment or a file, as long as the case takes one. */
export function WriteToUs({ it, changed, refresh }: Props) {
  const { portal } = texts.value;
  const text = useSignal('');
  const { busy, fault, attempt } = useTrying();
  if (!actsIn(it.state, 'customer').includes('note')) return null;

  async function comment(): Promise<void> {
    changed(await actOnCase(it.id, { act: 'notes', text: text.value.trim(), visibility: 'customer' }));
    text.value = '';
    say(portal.done.notes);
  }
  async function attach(files: readonly File[]): Promise<void> {
    for (const file of files) await sendFile(it.id, file);
    say(portal.done.attach);
    refresh();
  }

  return (
    <section class="card">
      <h2>{portal.write}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.value.trim() !== '') void attempt(comment);
        }}
      >
        <Field
          label={portal.comment}
          lines={3}
          value={text.value}
          input={(typed) => (text.value = typed)}
          maxLength={10_000}
          required
        />
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        <div class="buttons-left">
          <button type="submit" class="primary" aria-disabled={busy.value}>
            {portal.send}
          </button>
          <label class="button plain">
            {portal.attach}
            <input
              type="file"
              multiple
              class="unseen"
              onChange={(event) => {
                const files = [...(event.currentTarget.files ?? [])];
                event.currentTarget.value = '';
                void attempt(() => attach(files));
              }}
            />
          </label>
        </div>
      </form>
    </section>
  );
}
