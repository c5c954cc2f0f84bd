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
  const only = listed.length === 1 ? listed[0] : undefined;
  const sites = (only ?? listed.find(({ id }) => id === query.value.get('customer')))?.sites ?? [];
  return (
    <>
      {listed.length < 2 ? null : (
        <Filter<'customer' | 'site'>
          name="customer"
          label={cases.customer}
          any={cases.anyCustomer}
          options={listed.map(({ id, name }) => ({ value: id, text: name }))}
          with={['site']}
        />
      )}
      {sites.length < 2 ? null : (
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
