import { useSignal } from '@preact/signals';
import type { Key } from '@watchcase/api';
import { createToken, endKey, readKeys, setPassword } from '../../api/accounts.ts';
import { faultOf } from '../../api/fault.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Field } from '../../parts/field.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { me } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { faultText, texts } from '../../texts/index.ts';
import { deviceText } from '../../words/device-text.ts';

/** One's own password, tokens, and where one is signed in. */
export function OwnAccess() {
  const { access } = texts.value;
  return (
    <>
      <section class="card">
        <PasswordForm />
      </section>
      <Keys kind="sessions" title={access.sessions} />
      <Keys kind="tokens" title={access.tokens} />
    </>
  );
}

const tell = (error: unknown) => say(faultText(faultOf(error)));

function PasswordForm() {
  const { access } = texts.value;
  const old = useSignal('');
  const wanted = useSignal('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setPassword(old.value, wanted.value).then(() => {
          if (me.value !== null) me.value = { ...me.value, hasPassword: true };
          old.value = '';
          wanted.value = '';
          say(access.passwordSet);
          return undefined;
        }, tell);
      }}
    >
      {me.value?.hasPassword === true ? (
        <Field
          label={access.oldPassword}
          secret
          value={old.value}
          input={(text) => {
            old.value = text;
          }}
          autoComplete="current-password"
        />
      ) : null}
      <Field
        label={access.newPassword}
        secret
        value={wanted.value}
        input={(text) => {
          wanted.value = text;
        }}
        hint={access.newPasswordHint}
        required
        maxLength={200}
        autoComplete="new-password"
      />
      <button type="submit" class="primary">
        {access.setPassword}
      </button>
    </form>
  );
}

function Keys({ kind, title }: { kind: 'sessions' | 'tokens'; title: string }) {
  const { access } = texts.value;
  const list = useResource(kind, (signal) => readKeys(kind, signal));
  const items = list.data.value?.items;
  return (
    <section>
      <h2>{title}</h2>
      {kind === 'tokens' ? <TokenForm made={list.refresh} /> : null}
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={2} height={44} /> : null}
      {items?.length === 0 ? <p class="soft">{access.none}</p> : null}
      {items === undefined || items.length === 0 ? null : (
        <div class="card rows">
          {items.map((one) => (
            <KeyRow key={one.id} one={one} kind={kind} ended={list.refresh} />
          ))}
        </div>
      )}
    </section>
  );
}

function KeyRow({ one, kind, ended }: { one: Key; kind: 'sessions' | 'tokens'; ended: () => void }) {
  const { access } = texts.value;
  return (
    <div class="row">
      <span>
        {one.owner} · {kind === 'tokens' ? one.name : deviceText(one.device ?? '')}
        {one.scope === null ? null : ` · ${access.roles[one.scope]}`}
        {one.current ? ` · ${access.thisOne}` : null}
        <br />
        <span class="soft">
          {access.seen} {one.seenAt === null ? access.never : <Moment at={one.seenAt} />} · {access.expires}{' '}
          {one.expiresAt === null ? access.never : <Moment at={one.expiresAt} />}
        </span>
      </span>
      <button type="button" class="plain" onClick={() => void endKey(kind, one.id).then(ended, tell)}>
        {access.end}
      </button>
    </div>
  );
}

function TokenForm({ made }: { made: () => void }) {
  const { access } = texts.value;
  const name = useSignal('');
  const scope = useSignal<'own' | 'engineer' | 'read-only'>('read-only');
  const token = useSignal('');
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        createToken({ name: name.value, scope: scope.value === 'own' ? null : scope.value }).then(
          (answer) => {
            token.value = answer.token;
            name.value = '';
            made();
            return undefined;
          },
          tell,
        );
      }}
    >
      <Field
        label={access.tokenName}
        value={name.value}
        input={(text) => {
          name.value = text;
        }}
        required
        maxLength={100}
      />
      <ChoiceField
        label={access.scope}
        value={scope.value}
        options={[
          { value: 'read-only', text: access.roles['read-only'] },
          { value: 'engineer', text: access.roles.engineer },
          { value: 'own', text: access.ownScope },
        ]}
        choose={(value) => {
          scope.value = value;
        }}
      />
      <button type="submit" class="primary">
        {access.addToken}
      </button>
      {token.value === '' ? null : (
        <p role="status">
          {access.tokenHint} <code>{token.value}</code>
        </p>
      )}
    </form>
  );
}
