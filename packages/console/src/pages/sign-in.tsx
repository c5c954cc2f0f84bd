import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SignInWays } from '@watchcase/api';
import { mailLink, readSignInWays, signIn } from '../api/sign-in.ts';
import { LanguageSwitch } from '../frame/switches.tsx';
import { Field } from '../parts/field.tsx';
import { FaultNote } from '../parts/states.tsx';
import { useTrying } from '../state/use-trying.ts';
import { texts } from '../texts/index.ts';

/** The door; the address stays, so that a link to a case leads there afterwards. */
export function SignInPage() {
  const { shell, access } = texts.value;
  const ways = useSignal<SignInWays>({ mail: false, provider: null });
  const byToken = useSignal(false);
  useEffect(() => {
    // Without an answer the ways that need none are offered.
    readSignInWays().then(
      (answer) => (ways.value = answer),
      () => undefined,
    );
  }, []);
  const { provider } = ways.value;
  return (
    <main class="door">
      <div class="door-card">
        <div class="door-top">
          <span class="brand">
            <img src="/favicon.svg" alt="" width={26} height={26} />
            Watchcase
          </span>
          <LanguageSwitch />
        </div>
        <h1>{shell.signIn}</h1>
        {byToken.value ? <TokenForm /> : <PasswordForm canMail={ways.value.mail} />}
        {provider === null ? null : (
          <a class="button plain wide" href="/login/provider">
            {access.byProvider(provider)}
          </a>
        )}
        <button
          type="button"
          class="plain wide"
          onClick={() => {
            byToken.value = !byToken.value;
          }}
        >
          {byToken.value ? access.withPassword : access.withToken}
        </button>
      </div>
    </main>
  );
}

function PasswordForm({ canMail }: { canMail: boolean }) {
  const { shell, access } = texts.value;
  const email = useSignal('');
  const password = useSignal('');
  const mailed = useSignal(false);
  const { fault, busy, attempt } = useTrying();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => signIn({ email: email.value, password: password.value }));
      }}
    >
      <Field
        label={access.email}
        value={email.value}
        input={(text) => {
          email.value = text;
        }}
        autoFocus
        required
        maxLength={200}
        autoComplete="username"
      />
      <Field
        label={access.password}
        secret
        value={password.value}
        input={(text) => {
          password.value = text;
        }}
        maxLength={200}
        autoComplete="current-password"
      />
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      {mailed.value ? <p role="status">{access.mailed}</p> : null}
      <button type="submit" class="primary wide" aria-disabled={busy.value}>
        {shell.signIn}
      </button>
      {canMail ? (
        <button
          type="button"
          class="plain wide"
          aria-disabled={busy.value}
          onClick={() => {
            if (email.value.trim() === '') return;
            void attempt(async () => {
              await mailLink(email.value);
              mailed.value = true;
            });
          }}
        >
          {access.byMail}
        </button>
      ) : null}
    </form>
  );
}

function TokenForm() {
  const { shell } = texts.value;
  const token = useSignal('');
  const { fault, busy, attempt } = useTrying();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (token.value.trim() !== '') void attempt(() => signIn({ token: token.value.trim() }));
      }}
    >
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
  );
}
