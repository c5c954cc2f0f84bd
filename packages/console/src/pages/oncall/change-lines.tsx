import type { DutyChangesView } from '@watchcase/api';
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { type Fault, faultOf } from '../../api/fault.ts';
import { decideDutyChange } from '../../api/oncall.ts';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { language } from '../../state/language.ts';
import { mayDo } from '../../state/session.ts';
import { listed, texts } from '../../texts/index.ts';
import { calendarDayText, minuteText } from '../../words/moment.ts';

interface LineProps<K extends 'overrides' | 'swaps' | 'absences'> {
  it: DutyChangesView[K][number];
  answer: DutyChangesView;
  refresh: () => void;
}

const spanText = ({ from, to }: { from: string; to: string }) =>
  [from, to]
    .map((at) =>
      at.length === 10 ? calendarDayText(at, language.value) : minuteText(Date.parse(at), language.value),
    )
    .join(' – ');

/** A swap, with what is still to be said about it. */
export function SwapLine({ it, answer, refresh }: LineProps<'swaps'>) {
  const { oncall } = texts.value;
  const isMine = [it.person.id, it.with.id].includes(answer.me?.id ?? '');
  const waits = it.waitsFor.some(({ id }) => id === answer.me?.id);
  return (
    <Line
      about={it.rota.name}
      what={oncall.gives(it.person.name, it.with.name)}
      when={spanText(it)}
      more={[
        it.back === null ? '' : `${oncall.inReturn(it.with.name, it.person.name)} ${spanText(it.back)}`,
        it.state === 'asked'
          ? oncall.waitsFor(listed(it.waitsFor.map(({ name }) => name)))
          : oncall.states[it.state],
        it.note ?? '',
      ]}
    >
      {isMine && waits && it.state === 'asked' ? (
        <Act kind="swaps" id={it.id} act="agree" text={oncall.agree} refresh={refresh} />
      ) : null}
      {isMine && it.state !== 'declined' ? (
        <Act
          kind="swaps"
          id={it.id}
          act="decline"
          text={waits ? oncall.decline : oncall.takeBack}
          refresh={refresh}
        />
      ) : null}
    </Line>
  );
}

/** Somebody on duty in place of others. */
export function OverrideLine({ it, answer, refresh }: LineProps<'overrides'>) {
  const { oncall } = texts.value;
  const isMine = answer.decidesForOthers || it.people.some(({ id }) => id === answer.me?.id);
  return (
    <Line
      about={it.rota.name}
      what={listed(it.people.map(({ name }) => name))}
      when={spanText(it)}
      more={[
        it.instead === null ? '' : oncall.inPlaceOf(it.instead.name),
        oncall.agreedBy(it.agreedBy),
        it.note ?? '',
      ]}
    >
      {isMine ? (
        <Act kind="overrides" id={it.id} act="cancel" text={oncall.takeBack} refresh={refresh} />
      ) : null}
    </Line>
  );
}

/** Somebody who is away. */
export function AbsenceLine({ it, answer, refresh }: LineProps<'absences'>) {
  const { oncall } = texts.value;
  const isMine = answer.decidesForOthers || it.person.id === answer.me?.id;
  return (
    <Line
      about={oncall.kinds[it.kind ?? ''] ?? ''}
      what={it.person.name}
      when={spanText(it)}
      more={[it.note ?? '']}
    >
      {isMine ? (
        <Act kind="absences" id={it.id} act="cancel" text={oncall.takeBack} refresh={refresh} />
      ) : null}
    </Line>
  );
}

interface LineParts {
  about: string;
  what: string;
  when: string;
  more: readonly string[];
  children: ComponentChildren;
}

function Line({ about, what, when, more, children }: LineParts) {
  return (
    <li>
      <div>
        <strong>{what}</strong> <span class="soft">{about}</span>
        <p>{when}</p>
        <p class="soft">{more.filter((text) => text !== '').join(' · ')}</p>
      </div>
      {mayDo('duty.change') ? <div class="duty-line-acts">{children}</div> : null}
    </li>
  );
}

interface ActProps {
  kind: 'overrides' | 'swaps' | 'absences';
  id: string;
  act: 'cancel' | 'agree' | 'decline';
  text: string;
  refresh: () => void;
}

function Act({ kind, id, act, text, refresh }: ActProps) {
  const fault = useSignal<Fault | undefined>(undefined);
  async function decide(): Promise<void> {
    try {
      await decideDutyChange(kind, id, act);
      say(texts.value.oncall.saved);
      refresh();
    } catch (error) {
      fault.value = faultOf(error);
    }
  }
  return (
    <>
      <button type="button" class={act === 'agree' ? 'primary' : 'plain'} onClick={() => void decide()}>
        {text}
      </button>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </>
  );
}
