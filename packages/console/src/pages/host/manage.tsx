import { useSignal } from '@preact/signals';
import type { HostDetail } from '@watchcase/api';
import { changeHost, createEnrolment, endHost, renamePlace } from '../../api/client.ts';
import { FaultNote } from '../../parts/states.tsx';
import { mayDo } from '../../state/session.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import type { ManageAct } from './manage-act.ts';
import { ManageDialog } from './manage-dialog.tsx';

const ACTS: readonly ManageAct[] = ['rename', 'move', 'renameCustomer', 'renameSite', 'revoke', 'retire'];

/** What people change of a host: its name and place and what those are called, its credential, whether it is in service. */
export function Manage({ host, changed }: { host: HostDetail; changed: () => void }) {
  const { manage } = texts.value.hosts;
  const asked = useSignal<ManageAct | undefined>(undefined);
  const command = useSignal('');
  const note = useSignal('');
  const { fault, attempt } = useTrying();

  async function letIn(): Promise<void> {
    command.value = (await createEnrolment({ host: host.id })).command;
  }

  async function act(what: ManageAct, text: string): Promise<void> {
    const { customer, site } = host;
    if (what === 'rename') await changeHost(host.id, { name: text === '' ? null : text });
    else if (what === 'move') await changeHost(host.id, { site: text });
    else if (what === 'renameCustomer') await renamePlace({ customer: customer.id }, text);
    else if (what === 'renameSite') await renamePlace({ customer: customer.id, site: site.id }, text);
    else note.value = (await endHost(host.id, what)).cutOff ? '' : manage.notCutOff;
    asked.value = undefined;
    changed();
  }

  const what = asked.value;
  return (
    <section>
      <h2>{manage.title}</h2>
      <div class="card manage">
        <div class="buttons-left">
          {ACTS.filter((one) => isOffered(one, host)).map((one) => (
            <button key={one} type="button" class="plain" onClick={() => (asked.value = one)}>
              {manage[one]}
            </button>
          ))}
          <button type="button" class="plain" onClick={() => void attempt(letIn)}>
            {manage.again}
          </button>
        </div>
        {command.value === '' ? null : (
          <>
            <p class="soft">{manage.againText}</p>
            <code class="plain-command">{command.value}</code>
          </>
        )}
        {note.value === '' ? null : <p class="caution">{note.value}</p>}
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      </div>
      {what === undefined ? null : (
        <ManageDialog
          key={what}
          what={what}
          host={host}
          cancel={() => (asked.value = undefined)}
          act={(text) => act(what, text)}
        />
      )}
    </section>
  );
}

/** A customer and its sites are renamed by whoever changes the directory. */
function isOffered(act: ManageAct, host: HostDetail): boolean {
  if (act === 'renameCustomer' || act === 'renameSite') return mayDo('desk.change');
  return act !== 'retire' || host.retiredAt === null;
}
