import { useSignal } from '@preact/signals';
import type { WhileFiring } from '@watchcase/api';
import type { CaseAct } from '../../api/client.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { texts } from '../../texts/index.ts';
import { type ActDialogProps, isFiring } from './act-dialogs.tsx';
import { AskWhileFiring } from './ask-while-firing.tsx';

/** Acts that ask for a few words and nothing else. */
type Wordy = Extract<CaseAct, { act: 'diagnose' | 'need-on-site' | 'arrive' | 'confirm' | 'cancel' }>['act'];

const LONGEST = 10_000;
const needed: ReadonlySet<Wordy> = new Set(['diagnose', 'cancel']);

/** Asks for the words that go with an act. */
export function WordDialog({ act, it, busy, fault, run, cancel }: ActDialogProps & { act: Wordy }) {
  const { cases } = texts.value;
  const words = {
    diagnose: [cases.diagnoseTitle, cases.diagnose, cases.noteLabel],
    'need-on-site': [cases.needOnSiteTitle, cases.needOnSite, cases.why],
    arrive: [cases.arriveTitle, cases.arrive, cases.say],
    confirm: [cases.confirmTitle, cases.confirm, cases.say],
    cancel: [cases.cancelTitle, cases.cancelCase, cases.why],
  } as const;
  const [title, confirm, label] = words[act];
  const text = useSignal('');
  const whileFiring = useSignal<WhileFiring>('comes-back');
  const asks = act === 'cancel' && isFiring(it);
  return (
    <Dialog
      title={title}
      confirm={confirm}
      danger={act === 'cancel'}
      busy={busy}
      cancel={cancel}
      submit={() =>
        void run({ act, text: text.value.trim(), ...(asks ? { whileFiring: whileFiring.value } : {}) })
      }
    >
      {asks ? <AskWhileFiring chosen={whileFiring} /> : null}
      <Field
        label={label}
        lines={4}
        value={text.value}
        input={(typed) => (text.value = typed)}
        maxLength={LONGEST}
        autoFocus
        required={needed.has(act)}
      />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
