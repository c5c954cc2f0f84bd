import { useSignal } from '@preact/signals';
import {
  type CaseKind,
  caseKinds,
  type Category,
  categories,
  type Severity,
  severities,
} from '@watchcase/api';
import { openCase, readCustomers, readHosts } from '../../api/client.ts';
import { Back } from '../../parts/back.tsx';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { go, query } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** Somebody has called: a case without an alert. */
export function NewCasePage() {
  const { cases } = texts.value;
  const customers = useResource('customers', readCustomers);
  const hosts = useResource('hosts of cases', (signal) => readHosts({ limit: 500 }, signal));
  const asked = (name: string) => query.peek().get(name) ?? '';
  const it = useSignal({ title: asked('title'), text: '', customer: asked('customer'), site: '', host: '' });
  const severity = useSignal<Severity>('major');
  const category = useSignal<Category>('software');
  const kind = useSignal<CaseKind>(caseKinds.find((one) => one === asked('kind')) ?? 'fault');
  const { busy, fault, attempt } = useTrying();
  const set = (change: Partial<typeof it.value>) => (it.value = { ...it.value, ...change });
  const { title, text, customer, site, host } = it.value;
  const listed = customers.data.value?.items ?? [];
  const sites = listed.find(({ id }) => id === customer)?.sites ?? [];
  const ofCustomer = (hosts.data.value?.items ?? []).filter(
    (one) => one.customer.id === customer && (site === '' || one.site.id === site),
  );

  async function submit(): Promise<void> {
    const place = host === '' ? { customer, ...(site === '' ? {} : { site }) } : { host };
    const what = { severity: severity.value, category: category.value, kind: kind.value };
    const from = asked('source') === 'follow-up' ? { source: 'follow-up' } : {};
    const opened = await openCase({ title: title.trim(), text: text.trim(), ...what, ...place, ...from });
    go(`/cases/${opened.id}`);
  }

  return (
    <div class="page narrow">
      <Back to="/cases" text={cases.title} />
      <Title text={cases.openByHand} />
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(submit);
        }}
      >
        <ChoiceField
          label={cases.customer}
          value={customer}
          options={[{ value: '', text: '' }, ...listed.map(({ id, name }) => ({ value: id, text: name }))]}
          choose={(value) => set({ customer: value, site: '', host: '' })}
        />
        {sites.length === 0 ? null : (
          <ChoiceField
            label={cases.site}
            value={site}
            options={[
              { value: '', text: cases.none },
              ...sites.map(({ id, name }) => ({ value: id, text: name })),
            ]}
            choose={(value) => set({ site: value, host: '' })}
          />
        )}
        {ofCustomer.length === 0 ? null : (
          <ChoiceField
            label={cases.host}
            value={host}
            options={[
              { value: '', text: cases.none },
              ...ofCustomer.map(({ id, name }) => ({ value: id, text: name })),
            ]}
            choose={(value) => set({ host: value })}
          />
        )}
        <Field
          label={cases.what}
          value={title}
          input={(typed) => set({ title: typed })}
          maxLength={200}
          required
        />
        <Field
          label={cases.reported}
          lines={5}
          value={text}
          input={(typed) => set({ text: typed })}
          maxLength={10_000}
        />
        <div class="pair">
          <ChoiceField
            label={cases.severityFilter}
            value={severity.value}
            options={severities.toReversed().map((value) => ({ value, text: cases.severity[value] }))}
            choose={(value) => (severity.value = value)}
          />
          <ChoiceField
            label={cases.categoryLabel}
            value={category.value}
            options={categories.map((value) => ({ value, text: cases.category[value] }))}
            choose={(value) => (category.value = value)}
          />
        </div>
        <ChoiceField
          label={cases.kindLabel}
          value={kind.value}
          options={caseKinds.map((value) => ({ value, text: cases.kind[value] }))}
          choose={(value) => (kind.value = value)}
        />
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        <button type="submit" class="primary" aria-disabled={busy.value || customer === ''}>
          {cases.openByHand}
        </button>
      </form>
    </div>
  );
}
