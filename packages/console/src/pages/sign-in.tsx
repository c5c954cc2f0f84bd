import { useSignal } from '@preact/signals';
import { type Fault, faultOf } from '../api/fault.ts';
import { signIn } from '../api/sign-in.ts';
import { LanguageSwitch } from '../frame/switches.tsx';
import { Field } from '../parts/field.tsx';
import { FaultNote } from '../parts/states.tsx';
import { texts } from '../texts/index.ts';

/** Asks for a token; the address stays, so that a link to a case leads there afterwards. */
export function SignInPage() {
  const { shell } = texts.value;
  const token = useSignal('');
  const fault = useSignal<Fault | undefined>(undefined);
  const busy = useSignal(false);

  function submit(event: Event): void {
    event.preventDefault();
    if (busy.value || token.value.trim() === '') return;
    busy.value = true;
    signIn(token.value.trim()).catch((error: unknown) => {
      fault.value = faultOf(error);
      busy.value = false;
    });
  }

  return (
    <main class="door">
      <form onSubmit={submit}>
        <div class="door-top">
          <span class="brand">
            <img src="/favicon.svg" alt="" width={26} height={26} />
            Watchcase
          </span>
          <LanguageSwitch />
        </div>
        <h1>{shell.signIn}</h1>
        <Field
          label={shell.token}
          secret
          value={token.value}
          input={(text) => {
            token.value = text;
          }}
          hint={shell.signInHint}
          autoFocus
          required
          maxLength={200}
          autoComplete="current-password"
        />
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        <button type="submit" class="primary wide" aria-disabled={busy.value}>
          {shell.signIn}
        </button>
      </form>
    </main>
  );
}
