import { useSignal } from '@preact/signals';
import type { ReachView } from '@watchcase/api';
import { checkCode, sendCode } from '../../api/contact-methods.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { attemptLine } from '../../words/attempt-detail.ts';

interface MethodLineProps {
  method: ReachView['methods'][number];
  person: string;
  verified: () => void;
  remove: () => Promise<void>;
}

/** One address: whether it is verified, and the two steps until it is. */
export function MethodLine({ method, person, verified, remove }: MethodLineProps) {
  const { contact, eventFacts } = texts.value;
  const code = useSignal('');
  const said = useSignal<string | undefined>(undefined);
  const fault = useSignal<Fault | undefined>(undefined);
  const isBusy = useSignal(false);

  async function run(work: () => Promise<void>): Promise<void> {
    isBusy.value = true;
    try {
      await work();
      fault.value = undefined;
    } catch (error) {
      fault.value = faultOf(error);
    }
    isBusy.value = false;
  }
  const send = () =>
    run(async () => {
      const { outcome, detail } = await sendCode(method.id, { person, language: language.value });
      said.value =
        outcome === 'delivered'
          ? contact.codeSent
          : contact.codeNotSent(attemptLine(detail, false, eventFacts.attempt));
    });
  const check = () =>
    run(async () => {
      await checkCode(method.id, { person, code: code.value });
      verified();
    });

  return (
    <li class="contact-method">
      <div>
        <strong>{method.address}</strong>
        <p class="soft">
          {method.channel} · <span class={`contact-${method.state}`}>{contact.states[method.state]}</span>
        </p>
        {said.value === undefined ? null : <p role="status">{said.value}</p>}
        {method.state !== 'unverified' ? null : (
          <form
            class="contact-code"
            onSubmit={(event) => {
              event.preventDefault();
              void check();
            }}
          >
            <Field
              label={contact.code}
              value={code.value}
              input={(text) => (code.value = text)}
              pattern="[0-9 ]{6,8}"
              autoComplete="one-time-code"
              required
            />
            <button type="submit" class="primary" disabled={isBusy.value}>
              {contact.check}
            </button>
          </form>
        )}
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      </div>
      <div class="contact-acts">
        {method.state !== 'unverified' ? null : (
          <button type="button" class="plain" disabled={isBusy.value} onClick={() => void send()}>
            {contact.send}
          </button>
        )}
        <button type="button" class="plain" onClick={() => void remove()}>
          {contact.remove}
        </button>
      </div>
    </li>
  );
}
