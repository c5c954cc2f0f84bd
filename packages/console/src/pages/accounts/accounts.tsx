import { useSignal } from '@preact/signals';
import type { Account } from '@watchcase/api';
import { changeAccount, linkForAccount, readAccounts } from '../../api/accounts.ts';
import { faultOf } from '../../api/fault.ts';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { say } from '../../parts/toast.tsx';
import { useResource } from '../../state/use-resource.ts';
import { faultText, labelled, listed, texts } from '../../texts/index.ts';
import { AccountDialog } from './account-dialog.tsx';
import { RetireDialog } from './retire-dialog.tsx';
import { useNames } from '../../state/use-names.ts';

/** Who may sign in, and what they may. */
export function AccountsPage() {
  const { access } = texts.value;
  const list = useResource('accounts', readAccounts);
  const adding = useSignal(false);
  const items = list.data.value?.items;
  return (
    <div class="page">
      <Title text={access.accounts} />
      <button
        type="button"
        class="primary"
        onClick={() => {
          adding.value = true;
        }}
      >
        {access.addAccount}
      </button>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={4} height={64} /> : null}
      {items === undefined ? null : (
        <div class="card rows">
          {items.map((one) => (
            <AccountRow key={one.id} one={one} changed={list.refresh} />
          ))}
        </div>
      )}
      {adding.value ? (
        <AccountDialog
          close={(changed) => {
            adding.value = false;
            if (changed) list.refresh();
          }}
        />
      ) : null}
    </div>
  );
}

function AccountRow({ one, changed }: { one: Account; changed: () => void }) {
  const { access } = texts.value;
  const asking = useSignal<'change' | 'retire' | undefined>(undefined);
  const link = useSignal('');
  const named = useNames((one.customers ?? []).map((id) => ({ kind: 'customers', id })));
  const done = (isChanged: boolean) => {
    asking.value = undefined;
    if (isChanged) changed();
  };
  const tell = (error: unknown) => say(faultText(faultOf(error)));
  return (
    <div class="row">
      <span>
        <strong>{one.name}</strong> · {access.roles[one.role]}
        {one.retiredAt === null ? null : ` · ${access.retired}`}
        <br />
        <span class="soft">
          {[
            ...(one.email === null ? [] : [one.email]),
            labelled(
              access.customers,
              one.customers === null
                ? access.allCustomers
                : listed(one.customers.map((id) => named('customers', id))),
            ),
          ].join(' · ')}
        </span>
        {link.value === '' ? null : (
          <p role="status">
            {access.linkHint(one.name)} <code>{link.value}</code>
          </p>
        )}
      </span>
      {one.retiredAt === null ? (
        <span class="buttons">
          <button type="button" class="plain" onClick={() => (asking.value = 'change')}>
            {access.change}
          </button>
          <button
            type="button"
            class="plain"
            onClick={() =>
              void linkForAccount(one.id).then(({ url }) => {
                link.value = url;
                return undefined;
              }, tell)
            }
          >
            {access.makeLink}
          </button>
          <button type="button" class="plain" onClick={() => (asking.value = 'retire')}>
            {access.retire}
          </button>
        </span>
      ) : (
        <button
          type="button"
          class="plain"
          onClick={() => void changeAccount(one.id, { retired: false }).then(changed, tell)}
        >
          {access.bringBack}
        </button>
      )}
      {asking.value === 'change' ? <AccountDialog of={one} close={done} /> : null}
      {asking.value === 'retire' ? <RetireDialog of={one} close={done} /> : null}
    </div>
  );
}
