import { useSignal } from '@preact/signals';
import type { CreatedEnrolment } from '@watchcase/api';
import { useEffect, useRef } from 'preact/hooks';
import { createEnrolment, readEnrolments } from '../../api/client.ts';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { EnrolmentList } from './enrolment-list.tsx';
import { given, idFault, nameFault } from './name-faults.ts';
import { OneCommand } from './one-command.tsx';

/** Somebody waits for a host to join. */
const WATCH_MS = 3000;
const IDLE_MS = 60_000;

/** Lets a new host join: a command to copy, and the moment it has joined. */
export function AddHostPage() {
  const { addHost } = texts.value;
  const created = useSignal<CreatedEnrolment | undefined>(undefined);
  const joined = useSignal(0);
  const isWaiting = created.value !== undefined && created.value.id !== joined.value;
  const list = useList(`enrolments ${isWaiting}`, (paging, signal) => readEnrolments({ ...paging }, signal), {
    everyMs: isWaiting ? WATCH_MS : IDLE_MS,
  });
  const found = list.data.value?.items.find((one) => one.id === created.value?.id);
  // It is read anew, less often, once the host has joined: what was known stays meanwhile.
  const known = useRef(found);
  if (found !== undefined) known.current = found;
  const mine = known.current?.id === created.value?.id ? known.current : undefined;
  useEffect(() => {
    if (mine?.usedAt != null) joined.value = mine.id;
  }, [mine?.usedAt]);
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

function Wanted({ made }: { made: (enrolment: CreatedEnrolment) => void }) {
  const { addHost } = texts.value;
  const customer = useSignal('');
  const site = useSignal('');
  const customerId = useSignal('');
  const siteId = useSignal('');
  const minutes = useSignal('60');
  const tried = useSignal(false);
  const { busy, fault, attempt } = useTrying();
  const complaints = tried.value
    ? {
        customer: nameFault(customer.value),
        site: nameFault(site.value),
        customerId: idFault(customerId.value),
        siteId: idFault(siteId.value),
      }
    : {};

  function submit(event: Event): void {
    event.preventDefault();
    tried.value = true;
    const isWrong = [customer, site].some(({ value }) => nameFault(value) !== undefined);
    const isWrongId = [customerId, siteId].some(({ value }) => idFault(value) !== undefined);
    if (isWrong || isWrongId) return;
    const wanted = {
      ...given('customer', customer.value),
      ...given('site', site.value),
      ...given('customerId', customerId.value),
      ...given('siteId', siteId.value),
      validMinutes: Number(minutes.value),
    };
    void attempt(async () => made(await createEnrolment(wanted)));
  }

  return (
    <form class="card" onSubmit={submit} noValidate>
      <div class="pair">
        <Field
          label={addHost.customer}
          value={customer.value}
          input={(text) => (customer.value = text)}
          hint={addHost.nameHint('default')}
          complaint={complaints.customer}
        />
        <Field
          label={addHost.site}
          value={site.value}
          input={(text) => (site.value = text)}
          hint={addHost.nameHint('main')}
          complaint={complaints.site}
        />
      </div>
      <details>
        <summary>{addHost.ids}</summary>
        <div class="pair">
          <Field
            label={addHost.customerId}
            value={customerId.value}
            input={(text) => (customerId.value = text)}
            hint={addHost.idHint}
            complaint={complaints.customerId}
          />
          <Field
            label={addHost.siteId}
            value={siteId.value}
            input={(text) => (siteId.value = text)}
            hint={addHost.idHint}
            complaint={complaints.siteId}
          />
        </div>
      </details>
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
