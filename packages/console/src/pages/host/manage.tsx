import { useSignal } from '@preact/signals';
import type { HostDetail } from '@watchcase/api';
import { changeHost, createEnrolment, endHost } from '../../api/client.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { texts } from '../../texts/index.ts';

type Act = 'rename' | 'move' | 'revoke' | 'retire';
const ACTS: readonly Act[] = ['rename', 'move', 'revoke', 'retire'];

/** What people change of a host: its name and place, its credential, whether it is in service. */
export function Manage({ host, changed }: { host: HostDetail; changed: () => void }) {
  const { manage } = texts.value.hosts;
  const asked = useSignal<Act | undefined>(undefined);
  const typed = useSignal('');
  const command = useSignal('');
  const note = useSignal('');
  const fault = useSignal<Fault | undefined>(undefined);
  const busy = useSignal(false);

  function ask(act: Act): void {
    typed.value = act === 'rename' && host.nameGiven ? host.name : '';
    fault.value = undefined;
    asked.value = act;
  }

  async function run(work: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    fault.value = undefined;
    try {
      await work();
      asked.value = undefined;
      changed();
    } catch (error) {
      fault.value = faultOf(error);
    } finally {
      busy.value = false;
    }
  }

  async function act(what: Act): Promise<void> {
    const text = typed.value.trim();
    if (what === 'rename') await changeHost(host.id, { name: text === '' ? null : text });
    else if (what === 'move') await changeHost(host.id, { site: text });
    else note.value = (await endHost(host.id, what)).cutOff ? '' : manage.notCutOff;
  }

  const what = asked.value;
  return (
    <section>
      <h2>{manage.title}</h2>
      <div class="card manage">
        <div class="buttons-left">
          {ACTS.filter((one) => one !== 'retire' || host.retiredAt === null).map((one) => (
            <button key={one} type="button" class="plain" onClick={() => ask(one)}>
              {manage[one]}
            </button>
          ))}
          <button
            type="button"
            class="plain"
            onClick={() =>
              void run(async () => void (command.value = (await createEnrolment({ host: host.id })).command))
            }
          >
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
        {what === undefined && fault.value !== undefined ? <FaultNote fault={fault.value} /> : null}
      </div>
      {what === undefined ? null : (
        <Dialog
          title={`${manage[what]}: ${host.name}`}
          confirm={manage[what]}
          busy={busy.value}
          danger={what === 'revoke' || what === 'retire'}
          cancel={() => (asked.value = undefined)}
          submit={() => void run(() => act(what))}
        >
          {what === 'rename' || what === 'move' ? (
            <Field
              label={what === 'rename' ? manage.name : manage.site}
              value={typed.value}
              input={(text) => (typed.value = text)}
              hint={what === 'rename' ? manage.renameText(host.reportedName) : manage.moveText}
              required={what === 'move'}
              maxLength={100}
              autoFocus
            />
          ) : (
            <p>{what === 'revoke' ? manage.revokeText : manage.retireText}</p>
          )}
          {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        </Dialog>
      )}
    </section>
  );
}
