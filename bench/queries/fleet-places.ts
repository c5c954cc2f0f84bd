const HOSTS_OF_A_SITE = 10;
const SITES_OF_A_CUSTOMER = 5;
/** How many hosts a customer has. */
export const HOSTS_OF_A_CUSTOMER = HOSTS_OF_A_SITE * SITES_OF_A_CUSTOMER;

/** The site of which each host has every reading. */
const WATCHED_SITE = 5;
/** The first of its hosts. */
export const WATCHED_HOST = WATCHED_SITE * HOSTS_OF_A_SITE;

const CUSTOMERS = [
  'acme',
  'borealis',
  'cobalt',
  'delta',
  'ember',
  'fjord',
  'granite',
  'harbour',
  'indigo',
  'juniper',
];
const SITES = ['main', 'north', 'south', 'plant', 'store'];
const WORK = ['db', 'erp', 'mes', 'web', 'file'];

/** A host's place, by its number. */
export function placeOf(number: number): { customer: string; site: string; host: string } {
  const site = Math.floor(number / HOSTS_OF_A_SITE);
  return {
    customer: customerOf(Math.floor(site / SITES_OF_A_CUSTOMER)),
    site: SITES[site % SITES_OF_A_CUSTOMER] ?? '',
    host: `${WORK[number % WORK.length]}-${pad(number, 5)}`,
  };
}

/** A customer's id, by its number. */
export function customerOf(number: number): string {
  return `${CUSTOMERS[number % CUSTOMERS.length]}-${Math.floor(number / CUSTOMERS.length) + 1}`;
}

function pad(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

/** True of the hosts of the watched site. */
export function isWatched(number: number): boolean {
  return Math.floor(number / HOSTS_OF_A_SITE) === WATCHED_SITE;
}
