import { useSignal } from '@preact/signals';
import { actsIn, type CaseDetail } from '@watchcase/api';
import { actOnCase } from '../../api/client.ts';
import type { Fault } from '../../api/fault.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

const STARS = [1, 2, 3, 4, 5] as const;
const LONGEST = 10_000;

/** What a customer says of a case that is solved: whether it is, and how it was. */
export function CustomerWord({ it, changed }: { it: CaseDetail; changed: (fresh: CaseDetail) => void }) {
  const { portal } = texts.value;
  const { busy, fault, attempt, forget } = useTrying();
  const asked = useSignal<'dispute' | number | undefined>(undefined);
  const acts = actsIn(it.state, 'customer');

  const run = (act: Parameters<typeof actOnCase>[1]) =>
    attempt(async () => {
      changed(await actOnCase(it.id, act));
      asked.value = undefined;
      say(portal.done[act.act as keyof typeof portal.done]);
    });

  if (!acts.includes('rate')) return null;
  return (
    <section class="card word">
      {it.state === 'resolved' ? (
        <div class="buttons-left">
          <button type="button" class="primary" onClick={() => void run({ act: 'confirm', text: '' })}>
            <Icon name="check" />
            {portal.solved}
          </button>
          <button type="button" class="plain" onClick={() => (asked.value = 'dispute')}>
            {portal.notSolved}
          </button>
        </div>
      ) : acts.includes('dispute') ? (
        <button type="button" class="plain" onClick={() => (asked.value = 'dispute')}>
          {portal.notSolved}
        </button>
      ) : null}
      {it.rating === null ? (
        <Stars choose={(stars) => (asked.value = stars)} />
      ) : (
        <p>{portal.rated(it.rating)}</p>
      )}
      {fault.value === undefined || asked.value !== undefined ? null : <FaultNote fault={fault.value} />}
      {asked.value === undefined ? null : (
        <WordDialog
          what={asked.value}
          busy={busy.value}
          fault={fault.value}
          cancel={() => {
            asked.value = undefined;
            forget();
          }}
          send={(text) =>
            void run(
              asked.value === 'dispute'
                ? { act: 'dispute', text }
                : { act: 'rate', stars: Number(asked.value), text },
            )
          }
        />
      )}
    </section>
  );
}

function Stars({ choose }: { choose: (stars: number) => void }) {
  const { portal } = texts.value;
  return (
    <div class="stars" role="group" aria-label={portal.rate}>
      <span>{portal.rate}</span>
      <span class="row-of-stars">
        {STARS.map((count) => (
          <button
            key={count}
            type="button"
            class="plain"
            aria-label={portal.stars(count)}
            onClick={() => choose(count)}
          >
            {count}
            <span aria-hidden="true">★</span>
          </button>
        ))}
      </span>
    </div>
  );
}

interface WordDialogProps {
  what: 'dispute' | number;
  busy: boolean;
  fault: Fault | undefined;
  cancel: () => void;
  send: (text: string) => void;
}

function WordDialog({ what, busy, fault, cancel, send }: WordDialogProps) {
  const { portal } = texts.value;
  const text = useSignal('');
  const isDispute = what === 'dispute';
  return (
    <Dialog
      title={isDispute ? portal.notSolved : portal.stars(what)}
      confirm={portal.send}
      busy={busy}
      cancel={cancel}
      submit={() => send(text.value.trim())}
    >
      <Field
        label={isDispute ? portal.whatIsWrong : portal.rateMore}
        lines={4}
        value={text.value}
        input={(typed) => (text.value = typed)}
        maxLength={LONGEST}
        autoFocus
        required={isDispute}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
