import { useSignal } from '@preact/signals';
import { actsIn, type CaseDetail } from '@watchcase/api';
import { makeCustomerLink, sendFile } from '../../api/client.ts';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { actingRole, mayDo } from '../../state/session.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** What goes with a case: a file, a link for the customer. */
export function Extras({ it, refresh }: { it: CaseDetail; refresh: () => void }) {
  const { cases } = texts.value;
  const { fault, attempt } = useTrying();
  const link = useSignal('');
  async function attach(files: FileList | null): Promise<void> {
    for (const file of files ?? []) await sendFile(it.id, file);
    say(cases.attached);
    refresh();
  }
  async function makeLink(): Promise<void> {
    link.value = await makeCustomerLink(it.id, it.customer.name);
  }
  return (
    <section class="card extras">
      {actsIn(it.state, actingRole()).includes('attach') ? (
        <label class="button plain">
          {cases.attach}
          <input
            type="file"
            multiple
            class="unseen"
            onChange={(event) => {
              const { files } = event.currentTarget;
              void attempt(() => attach(files));
            }}
          />
        </label>
      ) : null}
      {mayDo('cases.work') ? (
        <button type="button" class="plain" onClick={() => void attempt(makeLink)}>
          {cases.customerLink}
        </button>
      ) : null}
      {link.value === '' ? null : (
        <p>
          <input
            readOnly
            value={link.value}
            aria-label={cases.customerLink}
            onFocus={(event) => event.currentTarget.select()}
          />
        </p>
      )}
      <p class="soft">
        {cases.mailTag} <code>{it.mailTag}</code>
      </p>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </section>
  );
}
