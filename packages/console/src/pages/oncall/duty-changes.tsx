import { useSignal } from '@preact/signals';
import type { DutyChangesView } from '@watchcase/api';
import type { ComponentChildren } from 'preact';
import { mayDo } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';
import { AbsenceDialog } from './absence-dialog.tsx';
import { AbsenceLine, OverrideLine, SwapLine } from './change-lines.tsx';
import { OverrideDialog } from './override-dialog.tsx';
import { SwapDialog } from './swap-dialog.tsx';

interface DutyChangesProps {
  answer: DutyChangesView;
  /** Empty: of all rotas. */
  rota: string;
  refresh: () => void;
}

const dialogs = { override: OverrideDialog, swap: SwapDialog, absence: AbsenceDialog };

/** Overrides, swaps and absences: what there is, and what one may do about it. */
export function DutyChanges({ answer, rota, refresh }: DutyChangesProps) {
  const { oncall } = texts.value;
  const open = useSignal<keyof typeof dialogs | undefined>(undefined);
  const isKnown = answer.me !== null || answer.decidesForOthers;
  const OpenDialog = open.value === undefined ? undefined : dialogs[open.value];
  const ofRota = <T extends { rota: { id: string } }>(all: readonly T[]) =>
    all.filter((one) => rota === '' || one.rota.id === rota);
  function close(): void {
    open.value = undefined;
  }
  return (
    <>
      {mayDo('duty.change') && isKnown ? (
        <div class="duty-acts">
          {(['swap', 'absence', 'override'] as const).map((act) => (
            <button key={act} type="button" class="plain" onClick={() => (open.value = act)}>
              {oncall[act]}
            </button>
          ))}
        </div>
      ) : null}
      {mayDo('duty.change') && !isKnown ? <p class="soft">{oncall.notKnown}</p> : null}
      <ChangeSection title={oncall.swaps} none={oncall.noSwaps}>
        {ofRota(answer.swaps).map((one) => (
          <SwapLine key={one.id} it={one} answer={answer} refresh={refresh} />
        ))}
      </ChangeSection>
      <ChangeSection title={oncall.absences} none={oncall.noAbsences}>
        {answer.absences.map((one) => (
          <AbsenceLine key={one.id} it={one} answer={answer} refresh={refresh} />
        ))}
      </ChangeSection>
      <ChangeSection title={oncall.overrides} none={oncall.noOverrides}>
        {ofRota(answer.overrides).map((one) => (
          <OverrideLine key={one.id} it={one} answer={answer} refresh={refresh} />
        ))}
      </ChangeSection>
      {OpenDialog === undefined ? null : (
        <OpenDialog
          answer={answer}
          rota={rota}
          cancel={close}
          done={() => {
            close();
            refresh();
          }}
        />
      )}
    </>
  );
}

function ChangeSection({
  title,
  none,
  children,
}: {
  title: string;
  none: string;
  children: readonly ComponentChildren[];
}) {
  return (
    <section>
      <h2>{title}</h2>
      {children.length === 0 ? <p class="soft">{none}</p> : <ul class="card duty-lines">{children}</ul>}
    </section>
  );
}
