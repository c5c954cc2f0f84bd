import { useSignal } from '@preact/signals';
import type { CaseDetail } from '@watchcase/api';
import { actOnCase, type CaseAct } from '../../api/client.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreMenu } from '../../parts/more-menu.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { actingName } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';
import { CloseDialog, NoteDialog, ResolveDialog } from './act-dialogs.tsx';
import { GiveBackDialog, HandOnDialog } from './holder-dialogs.tsx';
import { HolderButtons } from './holder-buttons.tsx';

interface ActionsProps {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
  refresh: () => void;
}

/** The dialog that is open. */
export type Asking = 'none' | 'note' | 'resolve' | 'close' | 'hand-on' | 'give-back';

/** What can be done to the case now, the likeliest first; on a phone it stays under the thumb. */
export function Actions({ it, changed, refresh }: ActionsProps) {
  const asking = useSignal<Asking>('none');
  const busy = useSignal(false);
  const fault = useSignal<Fault | undefined>(undefined);

  async function run(act: CaseAct): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    fault.value = undefined;
    try {
      changed(await actOnCase(it.id, act));
      asking.value = 'none';
      say(texts.value.cases.done[act.act]);
    } catch (error) {
      fault.value = faultOf(error);
      refresh();
    } finally {
      busy.value = false;
    }
  }

  const dialog = { it, busy: busy.value, fault: fault.value, run, cancel };
  function cancel(): void {
    asking.value = 'none';
    fault.value = undefined;
  }

  return (
    <>
      {fault.value === undefined || asking.value !== 'none' ? null : <FaultNote fault={fault.value} />}
      <Buttons it={it} busy={busy.value} ask={(what) => (asking.value = what)} run={run} />
      {asking.value === 'note' ? <NoteDialog {...dialog} /> : null}
      {asking.value === 'hand-on' ? <HandOnDialog {...dialog} /> : null}
      {asking.value === 'give-back' ? <GiveBackDialog {...dialog} /> : null}
      {asking.value === 'resolve' ? <ResolveDialog {...dialog} /> : null}
      {asking.value === 'close' ? <CloseDialog {...dialog} /> : null}
    </>
  );
}

interface ButtonsProps {
  it: CaseDetail;
  busy: boolean;
  ask: (what: Asking) => void;
  run: (act: CaseAct) => Promise<void>;
}

function Buttons({ it, busy, ask, run }: ButtonsProps) {
  const { cases } = texts.value;
  const main = { open: 'acknowledge', acknowledged: 'resolve', resolved: 'close', closed: 'close' } as const;
  const first = main[it.state];
  const reopen = (
    <button type="button" class="plain" aria-disabled={busy} onClick={() => void run({ act: 'reopen' })}>
      {cases.reopen}
    </button>
  );
  const close = (
    <button type="button" class="plain" onClick={() => ask('close')}>
      {cases.close}
    </button>
  );
  if (it.state === 'closed') return <div class="actions">{reopen}</div>;
  return (
    <div class="actions">
      <button
        type="button"
        class="primary first"
        aria-disabled={busy}
        onClick={() => (first === 'acknowledge' ? void run({ act: 'acknowledge' }) : ask(first))}
      >
        <Icon name="check" />
        <span>
          {cases[first]}
          {first === 'acknowledge' ? <small> {cases.acknowledgeAs(actingName())}</small> : null}
        </span>
      </button>
      <div class="others">
        <button type="button" class="plain" onClick={() => ask('note')}>
          {cases.note}
        </button>
        {it.state === 'resolved' ? reopen : null}
        {first === 'acknowledge' ? (
          <button type="button" class="plain" onClick={() => ask('resolve')}>
            {cases.resolve}
          </button>
        ) : null}
        {first === 'acknowledge' ? close : null}
        {it.state === 'acknowledged' ? (
          <MoreMenu>
            <HolderButtons it={it} ask={ask} run={run} />
            {close}
          </MoreMenu>
        ) : null}
      </div>
      {first === 'acknowledge' ? (
        <Link to="/settings" class="change-name">
          {cases.changeName}
        </Link>
      ) : null}
    </div>
  );
}
