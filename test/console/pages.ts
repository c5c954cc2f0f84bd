import { type RecordKind, recordKinds } from '@watchcase/api';
import type { Page } from 'playwright-core';
import type { BusyDesk } from './busy-desk.ts';

/** A record of each kind of the sample company. */
const records: Readonly<Record<RecordKind, string>> = {
  customers: 'hongda',
  sites: 'hongda.main',
  contacts: 'wang-gong',
  products: 'erp',
  calendars: 'hongda-shifts',
  policies: 'hongda-gold',
  backupPolicies: 'databases',
  contracts: 'hongda-gold-2026',
  hosts: 'hongda.mes-db',
  people: 'lin',
  teams: 'east',
  rotas: 'east-night',
  absences: 'zhao-2026-07',
  overrides: 'europe-day-2026-05-04',
  swaps: 'lin-zhao-2026-03',
  categories: 'training',
  chains: 'east',
  playbooks: 'mes-label-printer',
};
/** Kinds whose pages are made differently; the others are made as the first. */
const differing: readonly RecordKind[] = ['customers', 'calendars', 'policies', 'playbooks', 'chains'];

/** What a page shows beside what it shows first. */
const views: Readonly<Record<string, readonly string[]>> = {
  oncall: ['?view=changes', '?view=fairness', '?view=feeds', '?view=methods'],
  backups: ['?view=findings', '?view=compliance', '?view=drills'],
  figures: ['?by=customer'],
  cases: ['?look=table'],
  hosts: ['?look=table'],
};

/** Addresses of a page of the console on a desk that works: of those that differ by what they are about some, or one of each. */
export function pathsOfPage(
  desk: BusyDesk,
  name: string,
  address: string,
  which: 'some' | 'each' = 'some',
): string[] {
  const kinds = which === 'each' ? recordKinds : differing;
  const about: Readonly<Record<string, readonly object[]>> = {
    case: Object.values(which === 'each' ? desk.cases : someOf(desk)).map((number) => ({ number })),
    article: [{ number: desk.article }],
    host: [{ id: desk.host.id }],
    'backup-job': [{ id: desk.host.id, job: 'erp' }],
    record: kinds.map((kind) => ({ kind, id: records[kind] })),
    records: (which === 'each' ? recordKinds : (['customers', 'contracts'] as const)).map((kind) => ({
      kind,
    })),
    'new-record': (which === 'each'
      ? (['customers', 'chains', 'policies'] as const)
      : (['customers'] as const)
    ).map((kind) => ({ kind })),
  };
  const paths = (about[name] ?? [{}]).map((values) => filled(address, values));
  return [...paths, ...(views[name] ?? []).map((view) => address + view)];
}

function someOf({ cases: { alert = 0, held = 0, merged = 0 } }: BusyDesk): Record<string, number> {
  return { alert, held, merged };
}

function filled(address: string, values: object): string {
  return address.replaceAll(/:\w+/g, (part) => String((values as Record<string, unknown>)[part.slice(1)]));
}

/** What a customer can open. */
export function pathsOfPortal({ cases }: BusyDesk): string[] {
  const theirs = ['open', 'held', 'resolved', 'closed', 'cancelled'].map((name) => `/cases/${cases[name]}`);
  return ['/cases', '/cases?view=ended', '/cases/new', '/hosts', '/settings', ...theirs];
}

/** Waits until the page has what it reads. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
}
