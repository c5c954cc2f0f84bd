import { useSignal } from '@preact/signals';
import type { CaseDetail } from '@watchcase/api';
import { actOnCase, type CaseAct } from '../../api/client.ts';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import type { Asked } from '../../words/case-acts.ts';
import { ActButtons } from './act-buttons.tsx';
import { type ActDialogProps, CloseDialog, NoteDialog, ResolveDialog } from './act-dialogs.tsx';
import { GiveBackDialog, HandOnDialog } from './holder-dialogs.tsx';
import { LinkDialog, MergeDialog, SplitDialog } from './join-dialogs.tsx';
import { WordDialog } from './word-dialog.tsx';
import { AssignDialog, HoldDialog, SeverityDialog, WorkDialog } from './work-dialogs.tsx';

interface ActionsProps {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
  refresh: () => void;
}

/** What can be done to the case now, the likeliest first; on a phone it stays under the thumb. */
export function Actions({ it, changed, refresh }: ActionsProps) {
  const asking = useSignal<Asked | undefined>(undefined);
  const { busy, fault, attempt, forget } = useTrying();

  async function run(act: CaseAct): Promise<void> {
    await attempt(async () => {
      changed(await actOnCase(it.id, act));
      asking.value = undefined;
      say(texts.value.cases.done[act.act]);
    });
    // What was refused may have been done by somebody else.
    if (fault.value !== undefined) refresh();
  }

  function cancel(): void {
    asking.value = undefined;
    forget();
  }

  return (
    <>
      {fault.value === undefined || asking.value !== undefined ? null : <FaultNote fault={fault.value} />}
      <ActButtons it={it} busy={busy.value} ask={(what) => (asking.value = what)} run={run} />
      {asking.value === undefined ? null : (
        <ActDialog what={asking.value} props={{ it, busy: busy.value, fault: fault.value, run, cancel }} />
      )}
    </>
  );
}

function ActDialog({ what, props }: { what: Asked; props: ActDialogProps }) {
  switch (what) {
    case 'note':
      return <NoteDialog {...props} />;
    case 'hand-on':
      return <HandOnDialog {...props} />;
    case 'give-back':
      return <GiveBackDialog {...props} />;
    case 'assign':
      return <AssignDialog {...props} />;
    case 'resolve':
      return <ResolveDialog {...props} />;
    case 'close':
      return <CloseDialog {...props} />;
    case 'hold':
      return <HoldDialog {...props} />;
    case 'change-severity':
      return <SeverityDialog {...props} />;
    case 'log-work':
      return <WorkDialog {...props} />;
    case 'link':
      return <LinkDialog {...props} />;
    case 'merge':
      return <MergeDialog {...props} />;
    case 'split':
      return <SplitDialog {...props} />;
    default:
      return <WordDialog act={what} {...props} />;
  }
}
