import { always } from '@watchcase/calendar';
import type { ServicePolicy } from './policy-schema.ts';
import { type ResolveTerms, type Terms, termsOf } from './terms.ts';

const EVERY_HOLD = ['customer', 'supplier', 'parts'] as const;

/** What cases were judged by before there were contracts: two promises, counted at all hours. Those cases keep it. */
const first: ServicePolicy = {
  id: 'standard',
  targets: {
    respond: { critical: '15m', major: '30m', minor: '1h', advisory: '4h' },
    resolve: {
      critical: { in: '4h', category: { data: '6h', network: '3h', hardware: '24h' } },
      major: '24h',
      minor: '24h',
      advisory: '14d',
    },
  },
};

const standard: ServicePolicy = {
  id: 'standard',
  name: 'Standard',
  business: 'cn',
  targets: {
    respond: {
      critical: { in: '15m', outside: '30m' },
      major: '30m',
      minor: { in: '1h', hours: 'business' },
      advisory: { in: '4h', hours: 'business' },
    },
    diagnose: { critical: '30m', major: '1h' },
    'on-site': { critical: '2h', major: '24h', minor: '48h' },
    resolve: {
      critical: { in: '4h', category: { data: '6h', network: '3h', hardware: '24h' } },
      major: '24h',
      minor: { in: '24h', hours: 'business' },
      advisory: '14d',
    },
    update: { critical: '30m', major: '2h', minor: '24h', advisory: '7d' },
  },
  pauses: { resolve: [...EVERY_HOLD] },
};

const localGold: ServicePolicy = {
  id: 'local-gold',
  name: 'Local gold',
  business: 'cn',
  targets: {
    respond: { critical: '5m', major: '5m', minor: '5m', advisory: '5m' },
    'on-site': { critical: '1h', major: '1h', minor: '1h' },
    resolve: {
      critical: { in: '1h', category: { hardware: '24h' } },
      major: { in: '1h', category: { hardware: '24h' } },
      minor: { in: '1h', category: { hardware: '24h' } },
      advisory: '14d',
    },
    update: { critical: '30m', major: '30m', minor: '30m', advisory: '7d' },
  },
  pauses: { resolve: [...EVERY_HOLD] },
};

const businessHours: ServicePolicy = {
  id: 'business-hours',
  name: 'Business hours',
  business: 'cn',
  targets: {
    respond: {
      critical: '30m',
      major: { in: '1h', hours: 'business' },
      minor: { in: '1h', hours: 'business' },
      advisory: { in: '1h', hours: 'business' },
    },
    resolve: { critical: '24h', major: '24h', minor: '24h', advisory: '24h' },
  },
  pauses: { resolve: [...EVERY_HOLD] },
};

const fourHours = { in: '4h', hours: 'business' };
const twoDays = { in: '2wd', hours: 'business' };

/** A written plan with dates is a hold until its date. */
const basic: ServicePolicy = {
  id: 'basic',
  name: 'Basic',
  business: 'cn',
  targets: {
    respond: { critical: fourHours, major: fourHours, minor: fourHours, advisory: fourHours },
    diagnose: { critical: '24h', major: '24h', minor: '24h', advisory: '24h' },
    resolve: { critical: twoDays, major: twoDays, minor: twoDays, advisory: twoDays },
  },
  pauses: { resolve: [...EVERY_HOLD] },
};

/** Policies that come with Watchcase, by `id@version`. A released version is never changed; the newest of each id is the one to begin from. */
export const presets: Readonly<Record<string, ServicePolicy>> = {
  'standard@1': first,
  'standard@2': standard,
  'local-gold@1': localGold,
  'business-hours@1': businessHours,
  'basic@1': basic,
};

/** The terms of cases whose log names none. */
export const termsBefore: Terms = termsOf(first, { version: 1, calendars: [always], travelAllowanceMs: 0 });

/** Resolves what cases from before there were terms have: nothing. Throws for any other. */
export const resolveBefore: ResolveTerms = (ref) => {
  if (ref !== undefined) throw new Error(`unknown service policy ${ref.policy.id}@${ref.policy.version}`);
  return termsBefore;
};
