import { useSignal } from '@preact/signals';
import type { CreatedEnrolment } from '@watchcase/api';
import { createEnrolment, readEnrolments } from '../../api/client.ts';
import { type Fault, faultOf } from '../../api/fault.ts';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { texts } from '../../texts/index.ts';
import { EnrolmentList } from './enrolment-list.tsx';
import { OneCommand } from './one-command.tsx';

const WATCH_MS = 3000;

/** Lets a new host join: a command to copy, and the moment it has joined. */
export function AddHostPage() {
  const { addHost } = texts.value;
  const created = useSignal<CreatedEnrolment | undefined>(undefined);
  const list = useList('enrolments', (paging, signal) => readEnrolments({ ...paging }, signal), {
    touchedBy: () => true,
    restMs: 1000,
    everyMs: WATCH_MS,
  });
  const mine = list.data.value?.items.find((one) => one.id === created.value?.id);
  return (
    <div class="page narrow">
      <Title text={addHost.title} />
      <p class="lead">{addHost.lead}</p>
      {created.value === undefined ? (
        <Wanted
          made={(enrolment) => {
            created.value = enrolment;
            list.refresh();
          }}
        />
      ) : (
        <OneCommand created={created.value} now={mine} another={() => (created.value = undefined)} />
      )}
      <EnrolmentList list={list} />
    </div>
  );
}

/** A slug as topics allow it; the browser tells the reader when it is none. */
const SLUG = '[A-Za-z0-9]([A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?';

function Wanted({ made }: { made: (enrolment: CreatedEnrolment) => void }) {
  const { addHost } = texts.value;
  const customer = useSignal('default');
  const site = useSignal('main');
  const minutes = useSignal('60');
  const fault = useSignal<Fault | undefined>(undefined);
  const busy = useSignal(false);

  function submit(event: Event): void {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    fault.value = undefined;
    createEnrolment({
      customer: customer.value.toLowerCase(),
      site: site.value.toLowerCase(),
      validMinutes: Number(minutes.value),
    })
      .then(made, (error: unknown) => {
        fault.value = faultOf(error);
      })
      .finally(() => {
        busy.value = false;
      });
  }

  return (
    <form class="card" onSubmit={submit}>
      <div class="pair">
        <Field
          label={addHost.customer}
          value={customer.value}
          input={(text) => (customer.value = text)}
          hint={addHost.nameHint}
          pattern={SLUG}
          required
        />
        <Field
          label={addHost.site}
          value={site.value}
          input={(text) => (site.value = text)}
          hint={addHost.nameHint}
          pattern={SLUG}
          required
        />
      </div>
      <div class="field">
        <label for="valid-for">{addHost.validFor}</label>
        <select
          id="valid-for"
          value={minutes.value}
          onChange={(event) => (minutes.value = event.currentTarget.value)}
        >
          {Object.entries(addHost.valid).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
      <button type="submit" class="primary" aria-disabled={busy.value}>
        {addHost.make}
      </button>
    </form>
  );
}
