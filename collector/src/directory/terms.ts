import type { ContractRecord, OutsideReason } from '@watchcase/api';
import { localTime, parseDuration } from '@watchcase/runtime';
import { hoursNamedIn } from './hours-named-in.ts';
import { zoneOf } from './name-of.ts';
import type { DirectoryRecord } from './record.ts';
import { isRetired } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** A record in the version it had at that moment. */
export interface VersionedId {
  id: string;
  version: number;
}

/** What a case is about, as far as contracts ask. */
export interface CaseSubject {
  customer: string;
  /** The site's own id, without its customer's. */
  site: string;
  /** `customer.host`; null where it is about no host. */
  host: string | null;
  category: string;
  severity: string;
  /** Unix milliseconds. */
  at: number;
}

/** What is owed for a case: under which contract, by which policy on which calendars, all in the versions of that moment. */
export interface Terms {
  contract: string | null;
  /** `covered` by the contract, or because nobody keeps contracts here at all; `outside`: advice only, or paid apart. */
  scope: 'covered' | 'outside';
  reason: 'contract' | 'no-contracts-kept' | OutsideReason;
  policy: VersionedId;
  /** The first is what the policy's `business` means, the others are those it names; without one of its own it means all hours. */
  calendars: VersionedId[];
  travelAllowanceMs: number;
}

/** Judges who has no contract that says otherwise. */
const DEFAULT_POLICY = 'standard';
/** How near a contract is to covering a case: of several misses the last of these tells most. */
const NEARNESS: readonly OutsideReason[] = ['not-begun', 'ended', 'product', 'site', 'host', 'category'];

/** The terms of a case (pure). Of several contracts that cover it the narrowest one holds, of equals the one that began last. */
export function termsOf(directory: Snapshot, subject: CaseSubject): Terms {
  const contracts = directory.all('contracts').filter((one) => !isRetired(one));
  const own = contracts.filter(({ data }) => data['customer'] === subject.customer);
  const judged = own.map((record) => ({ record, miss: missOf(directory, contractOf(record), subject) }));
  const covering = judged.filter(({ miss }) => miss === undefined).toSorted(narrowestFirst)[0];
  const nearest = judged.toSorted(nearestFirst)[0];
  const chosen = covering ?? nearest;
  const policy = policyOf(directory, chosen?.record);
  const isKept = contracts.length > 0;
  return {
    contract: chosen?.record.id ?? null,
    scope: covering !== undefined || !isKept ? 'covered' : 'outside',
    reason:
      covering !== undefined ? 'contract' : isKept ? (nearest?.miss ?? 'no-contract') : 'no-contracts-kept',
    policy: policy.ref,
    calendars: calendarsOf(
      directory,
      policy.data,
      isKept ? (contractCalendar(chosen?.record) ?? policy.data?.['business']) : 'always',
    ),
    travelAllowanceMs: travelOf(directory, subject),
  };
}

/** A policy on its calendars, all in the versions of now. */
export type PolicyTerms = Pick<Terms, 'policy' | 'calendars'>;

/** The same of a policy by itself (pure); `business`: the contract's calendar, without it the policy's own. Undefined where there is no such policy, or calendar. */
export function policyTerms(directory: Snapshot, id: string, business?: string): PolicyTerms | undefined {
  const record = directory.get('policies', id);
  if (record === undefined) return undefined;
  if (business !== undefined && directory.get('calendars', business) === undefined) return undefined;
  const { data } = record;
  return { policy: versioned(record), calendars: calendarsOf(directory, data, business ?? data['business']) };
}

interface Judged {
  record: DirectoryRecord;
  miss: OutsideReason | undefined;
}

function contractOf({ data }: DirectoryRecord): ContractRecord {
  return data as unknown as ContractRecord;
}

/** Why a contract does not cover a case; undefined when it does. */
function missOf(
  directory: Snapshot,
  { from, to, products = [], scope = {} }: ContractRecord,
  { customer, site, host, category, at }: CaseSubject,
): OutsideReason | undefined {
  const day = localTime(new Date(at).toISOString(), zoneOf(directory, customer)).slice(0, 10);
  if (day < from) return 'not-begun';
  if (day > to) return 'ended';
  const product = host === null ? undefined : productOf(directory, host);
  if (products.length > 0 && product !== undefined && !products.includes(product)) return 'product';
  const { sites = [], hosts = [], categories = [] } = scope;
  if (sites.length > 0 && !sites.includes(`${customer}.${site}`)) return 'site';
  if (hosts.length > 0 && (host === null || !hosts.includes(host))) return 'host';
  if (categories.length > 0 && !categories.includes(category)) return 'category';
  return undefined;
}

function productOf(directory: Snapshot, host: string): string | undefined {
  const product = directory.get('hosts', host)?.data['product'];
  return typeof product === 'string' ? product : undefined;
}

function narrowestFirst(a: Judged, b: Judged): number {
  return narrowness(contractOf(b.record)) - narrowness(contractOf(a.record)) || newestFirst(a, b);
}

function narrowness({ products = [], scope = {} }: ContractRecord): number {
  const named = [products, scope.categories ?? [], scope.sites ?? [], scope.hosts ?? []];
  return named.reduce((sum, list, index) => sum + (list.length > 0 ? 2 ** index : 0), 0);
}

function nearestFirst(a: Judged, b: Judged): number {
  const near = ({ miss }: Judged) => (miss === undefined ? NEARNESS.length : NEARNESS.indexOf(miss));
  return near(b) - near(a) || newestFirst(a, b);
}

function newestFirst(a: Judged, b: Judged): number {
  const [one, other] = [contractOf(a.record), contractOf(b.record)];
  return one.from === other.from ? (one.id < other.id ? -1 : 1) : one.from < other.from ? 1 : -1;
}

function policyOf(directory: Snapshot, contract: DirectoryRecord | undefined) {
  const named = contract === undefined ? DEFAULT_POLICY : contractOf(contract).policy;
  const record = directory.get('policies', named) ?? directory.get('policies', DEFAULT_POLICY);
  return record === undefined
    ? { ref: { id: DEFAULT_POLICY, version: 1 }, data: undefined }
    : { ref: versioned(record), data: record.data };
}

function contractCalendar(contract: DirectoryRecord | undefined): string | undefined {
  return contract === undefined ? undefined : contractOf(contract).calendar;
}

function calendarsOf(
  directory: Snapshot,
  policy: DirectoryRecord['data'] | undefined,
  business: unknown,
): VersionedId[] {
  const named = [
    business ?? 'always',
    ...(policy === undefined ? [] : hoursNamedIn(policy).map(({ id }) => id)),
  ];
  return [...new Set(named)].flatMap((id) => {
    const record = typeof id === 'string' ? directory.get('calendars', id) : undefined;
    return record === undefined ? [] : [versioned(record)];
  });
}

function travelOf(directory: Snapshot, { customer, site }: CaseSubject): number {
  const allowance = directory.get('sites', `${customer}.${site}`)?.data['travelAllowance'];
  return typeof allowance === 'string' ? (parseDuration(allowance) ?? 0) : 0;
}

function versioned({ id, version }: DirectoryRecord): VersionedId {
  return { id, version };
}
