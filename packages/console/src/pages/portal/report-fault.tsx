import { useSignal } from '@preact/signals';
import {
  type Category,
  categories,
  type Customers,
  type Host,
  type Severity,
  severities,
} from '@watchcase/api';
import { openCase, readCustomers, readHosts, sendFile } from '../../api/client.ts';
import { Back } from '../../parts/back.tsx';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Field } from '../../parts/field.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { say } from '../../parts/toast.tsx';
import { go } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { listed, texts } from '../../texts/index.ts';

/** What a customer writes down of a fault, as it stands in the form. */
const empty = {
  customer: '',
  site: '',
  host: '',
  title: '',
  text: '',
  severity: 'minor' as Severity,
  category: 'software' as Category,
  files: [] as readonly File[],
};
type Report = typeof empty;

/** A customer tells of a fault, in their words. */
export function ReportFaultPage() {
  const { portal } = texts.value;
  const customers = useResource('customers', readCustomers);
  const hosts = useResource('hosts of reports', (signal) => readHosts({ limit: 500 }, signal));
  const it = useSignal<Report>(empty);
  const { busy, fault, attempt } = useTrying();
  const set = (change: Partial<Report>) => (it.value = { ...it.value, ...change });
  const listed = customers.data.value?.items ?? [];
  const customer = listed.length === 1 ? (listed[0]?.id ?? '') : it.value.customer;

  async function submit(): Promise<void> {
    if (customer === '') return;
    const id = await send({ ...it.value, customer });
    go(`/cases/${id}`);
  }

  return (
    <div class="page narrow">
      <Back to="/cases" text={portal.title} />
      <Title text={portal.report} />
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(submit);
        }}
      >
        <Field
          label={portal.what}
          value={it.value.title}
          input={(title) => set({ title })}
          maxLength={200}
          required
        />
        <HowBad value={it.value.severity} choose={(severity) => set({ severity })} />
        <Where
          it={{ ...it.value, customer }}
          set={set}
          customers={listed}
          hosts={hosts.data.value?.items ?? []}
        />
        <ChoiceField
          label={portal.kindOf}
          value={it.value.category}
          options={categories.map((value) => ({ value, text: portal.category[value] }))}
          choose={(category) => set({ category })}
        />
        <Field
          label={portal.more}
          lines={5}
          value={it.value.text}
          input={(text) => set({ text })}
          maxLength={10_000}
        />
        <FileField
          label={portal.files}
          hint={portal.filesHint}
          files={it.value.files}
          choose={(files) => set({ files })}
        />
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        <button type="submit" class="primary wide" aria-disabled={busy.value || customer === ''}>
          {portal.send}
        </button>
      </form>
    </div>
  );
}

/** Opens the case first: a file that is refused must not lose what was written. Gives its id. */
async function send({ files, customer, site, host, title, text, ...what }: Report): Promise<number> {
  const { portal } = texts.value;
  const place = host === '' ? { customer, ...(site === '' ? {} : { site }) } : { host };
  const { id } = await openCase({ title: title.trim(), text: text.trim(), ...what, ...place });
  const refused: string[] = [];
  for (const file of files) await sendFile(id, file).catch(() => refused.push(file.name));
  say(refused.length === 0 ? portal.reported : portal.notSent(listed(refused)));
  return id;
}

function HowBad({ value, choose }: { value: Severity; choose: (severity: Severity) => void }) {
  const { portal } = texts.value;
  return (
    <fieldset class="how-bad">
      <legend>{portal.howBad}</legend>
      {severities.toReversed().map((severity) => (
        <label key={severity} class={`tick ${severity}`}>
          <input
            type="radio"
            name="severity"
            checked={value === severity}
            onChange={() => choose(severity)}
          />
          <span>{portal.severity[severity]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface WhereProps {
  it: Report;
  set: (change: Partial<Report>) => void;
  customers: Customers['items'];
  hosts: readonly Host[];
}

/** Asked only where there is a choice. */
function Where({ it, set, customers, hosts }: WhereProps) {
  const { portal } = texts.value;
  const sites = customers.find(({ id }) => id === it.customer)?.sites ?? [];
  const here = hosts.filter(
    (one) => one.customer.id === it.customer && (it.site === '' || one.site.id === it.site),
  );
  return (
    <>
      {customers.length < 2 ? null : (
        <ChoiceField
          label={portal.forWhom}
          value={it.customer}
          options={[{ value: '', text: '' }, ...customers.map(({ id, name }) => ({ value: id, text: name }))]}
          choose={(customer) => set({ customer, site: '', host: '' })}
        />
      )}
      {sites.length < 2 ? null : (
        <ChoiceField
          label={portal.where}
          value={it.site}
          options={[
            { value: '', text: portal.anywhere },
            ...sites.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          choose={(site) => set({ site, host: '' })}
        />
      )}
      {here.length === 0 ? null : (
        <ChoiceField
          label={portal.about}
          value={it.host}
          options={[
            { value: '', text: portal.something },
            ...here.map(({ id, name }) => ({ value: id, text: name })),
          ]}
          choose={(host) => set({ host })}
        />
      )}
    </>
  );
}
