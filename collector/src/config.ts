import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { providerSchema } from './access/index.ts';
import { brokerConfigSchema } from './broker/index.ts';
import { replyWaySchema } from './chat-in/index.ts';
import { mailInConfigSchema } from './mail-in/index.ts';
import { historyConfigSchema } from './history/index.ts';
import { channelInstanceSchema, dutySchema, LETTERS, separateRecipients } from './notify/index.ts';
import { SYNTHETIC } from './model/index.ts';
import { ownBackupConfigSchema } from './own-backup/index.ts';
import { upgradesConfigSchema } from './rollouts/config.ts';
import { storeConfigSchema } from './store/index.ts';
import { watchConfigSchema } from './watch/index.ts';
import { tlsConfigSchema, tlsFaults } from './tls/index.ts';

const httpSchema = z.strictObject({
  host: z.string().default('127.0.0.1').describe('Address the console and API listen on; 0.0.0.0 for all'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(8080)
    .describe('TCP port of the console and API; 0 picks a free one'),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .overwrite((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ examples: ['https://watchcase.example.com'] })
    .describe('Address under which people reach the console; links in pages begin with it'),
  trustedProxies: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .default([])
    .meta({ examples: [['127.0.0.1', '10.0.0.0/8']] })
    .describe('Proxies whose X-Forwarded-For says who is asking; addresses or networks'),
});

const casesSchema = z.strictObject({
  comesBackAfterHours: z
    .number()
    .positive()
    .max(720)
    .default(4)
    .describe(
      'A case that was ended while an alert of it fired opens again after this time if it still does, where that was wanted',
    ),
  recoveryToldAfterSeconds: z
    .int()
    .min(0)
    .max(86_400)
    .default(120)
    .describe('A fault must be over for so long before those who were paged are told'),
});

const DEFAULT_CHANNELS = [{ name: 'terminal', type: 'terminal' }];
const DEFAULT_PERSON = 'admin';

/** Every setting with its default, as the sample config shows them. */
export const settingsSchema = z.strictObject({
  http: httpSchema.prefault({}).describe('Console and API'),
  broker: brokerConfigSchema.prefault({ kind: 'embedded' }).describe('Where agents connect'),
  tls: tlsConfigSchema.optional().describe('Certificates of console, API and embedded broker'),
  store: storeConfigSchema.prefault({ kind: 'sqlite' }).describe('Where cases, alerts and pages are kept'),
  history: historyConfigSchema.prefault({}).describe('Where readings are kept'),
  rules: z
    .strictObject({
      folder: z.string().default(bundledRules()).describe('Folder with the rule packs (*.yaml)'),
    })
    .prefault({})
    .describe('Alert rules'),
  cases: casesSchema.prefault({}).describe('Cases'),
  mail: mailInConfigSchema.prefault({}).describe('Customers’ mail, as cases'),
  access: z
    .strictObject({
      sessionHours: z.number().min(1).max(720).default(12).describe('How long people stay signed in'),
      provider: providerSchema.optional().describe('Sign in by OpenID Connect'),
    })
    .prefault({})
    .describe('How people sign in'),
  channels: z.array(channelInstanceSchema).prefault(DEFAULT_CHANNELS).describe('Ways to reach people'),
  duty: dutySchema
    .prefault([{ name: DEFAULT_PERSON, channels: DEFAULT_CHANNELS.map(({ name }) => name) }])
    .describe('Who is paged, and by which channels; where only channels are named, admin by each of them'),
  backup: ownBackupConfigSchema.optional().describe('Backups that the collector makes of itself'),
  watch: watchConfigSchema.prefault({}).describe('How the collector watches over itself'),
  replies: z
    .array(replyWaySchema)
    .default([])
    .describe('How pages are answered by chat, see docs/on-call.md'),
  paging: z
    .strictObject({
      mostAnHour: z
        .int()
        .min(1)
        .max(1000)
        .default(20)
        .describe(
          'Most messages an hour to one person by one channel that rings; others wait, but for what asks of a critical case',
        ),
      digestSeconds: z
        .int()
        .min(0)
        .max(600)
        .default(60)
        .describe(
          'So long after a message what else comes for its person by the same channel waits, and is one message then; what asks of a critical case does not wait. 0: each page is a message',
        ),
    })
    .prefault({})
    .describe('Pages'),
  upgrades: upgradesConfigSchema.prefault({}).describe('Other versions of the agent, sent from here'),
  cluster: z
    .boolean()
    .default(false)
    .describe(
      'Share the customers with other collectors over the same database and broker; needs store.kind postgres and broker.kind external',
    ),
  log: z
    .strictObject({
      level: z
        .enum(['debug', 'info', 'warn', 'error'])
        .default('info')
        .describe('How much is logged to standard error'),
    })
    .prefault({})
    .describe('Log'),
});

/**
 * Everything the collector can be told. Faults: a duty that names a channel which is not there, two channels or two people of one name. Channels without a duty
 * all page the default person: a person who names a webhook expects pages there.
 */
export const configSchema = z
  .preprocess((raw) => withKinds(withDuty(raw)), settingsSchema)
  .superRefine((config, context) => {
    const names = config.channels.map((channel) => channel.name);
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (config.cluster && config.store.kind !== 'postgres')
      fault(
        ['store', 'kind'],
        'several collectors (cluster: true) share a PostgreSQL database; SQLite is for one',
      );
    if (config.cluster && config.broker.kind !== 'external')
      fault(
        ['broker', 'kind'],
        'several collectors (cluster: true) share an external broker; the embedded one is for one',
      );
    const ways = config.replies.map((way) => way.name);
    for (const index of repeated(ways))
      fault(['replies', index, 'name'], `there is another way to answer "${ways[index]}"`);
    for (const [index, { channels = [] }] of config.replies.entries())
      for (const [at, name] of channels.entries())
        if (!names.includes(name)) fault(['replies', index, 'channels', at], notOneOf(name, names));
    for (const message of tlsFaults(config.tls)) fault(['tls', 'clientCertificates'], message);
    for (const [index, name] of names.entries())
      if (name === LETTERS)
        fault(['channels', index, 'name'], 'mail to customers about their cases has this name; take another');
    for (const [index, name] of names.entries())
      if (name === SYNTHETIC.channel)
        fault(['channels', index, 'name'], 'pages of synthetic alerts have this name; take another');
    for (const index of repeated(names))
      fault(['channels', index, 'name'], `there is another channel "${names[index]}"`);
    const people = config.duty.map((person) => person.name);
    for (const index of repeated(people))
      fault(['duty', index, 'name'], `there is another person "${people[index]}"`);
    for (const [index, person] of config.duty.entries()) {
      for (const [at, name] of person.channels.entries()) {
        if (names.includes(name)) continue;
        fault(['duty', index, 'channels', at], notOneOf(name, names));
      }
    }
  })
  .transform(separateRecipients);
export type CollectorConfig = z.output<typeof configSchema>;

function bundledRules(): string {
  return fileURLToPath(new URL('../../rules', import.meta.url));
}

/** What kind of broker or store is meant, when nobody says: one that has an address is another program. */
function withKinds(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null) return raw;
  const { broker, store } = raw as Record<string, unknown>;
  const kindOf = (section: unknown, own: string, other: string) => {
    if (typeof section !== 'object' || section === null || Array.isArray(section) || 'kind' in section)
      return section;
    return { kind: 'url' in section ? other : own, ...section };
  };
  return {
    ...raw,
    ...(broker === undefined ? {} : { broker: kindOf(broker, 'embedded', 'external') }),
    ...(store === undefined ? {} : { store: kindOf(store, 'sqlite', 'postgres') }),
  };
}

function withDuty(raw: unknown): unknown {
  const { channels, duty } = (raw ?? {}) as { channels?: unknown; duty?: unknown };
  if (duty !== undefined || !Array.isArray(channels)) return raw;
  const names = channels.map((channel) => (channel as { name?: unknown } | null)?.name);
  const usable = names.filter((name) => typeof name === 'string');
  return {
    ...(raw as object),
    duty: usable.length === 0 ? [] : [{ name: DEFAULT_PERSON, channels: usable }],
  };
}

function notOneOf(name: string, names: readonly string[]): string {
  return `"${name}" is not one of the channels (${names.join(', ') || 'there are none'})`;
}

/** Places of those that stand there a second time. */
function repeated(names: readonly string[]): number[] {
  return [...names.keys()].filter((index) => names.indexOf(names[index] ?? '') < index);
}
