import { readCustomers } from '../api/client.ts';
import { query } from '../state/route.ts';
import { useResource } from '../state/use-resource.ts';
import { texts } from '../texts/index.ts';
import { Filter } from './filter.tsx';

/** Narrows a list to a customer, and then to one of its sites; nothing where there is no choice. */
export function PlaceFilters() {
  const { cases } = texts.value;
  const customers = useResource('customers', readCustomers);
  const listed = customers.data.value?.items ?? [];
  const sites = listed.find(({ id }) => id === query.value.get('customer'))?.sites ?? [];
  return (
    <>
      <Filter<'customer' | 'site'>
        name="customer"
        label={cases.customer}
        any={cases.anyCustomer}
        options={listed.map(({ id, name }) => ({ value: id, text: name }))}
      />
      {sites.length === 0 ? null : (
        <Filter<'customer' | 'site'>
          name="site"
          label={cases.site}
          any={cases.anySite}
          options={sites.map(({ id, name }) => ({ value: id, text: name }))}
        />
      )}
    </>
  );
}
