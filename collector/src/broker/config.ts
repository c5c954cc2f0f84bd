import { secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

/** The broker inside the collector: enough for a few thousand hosts. */
const embeddedSchema = z.strictObject({
  kind: z.literal('embedded'),
  host: z.string().default('127.0.0.1').describe('Address the embedded broker listens on; 0.0.0.0 for all'),
  port: z
    .int()
    .min(0)
    .max(65_535)
    .default(1883)
    .describe('TCP port of the embedded broker; 0 picks a free one'),
  publicHost: z
    .string()
    .regex(
      /^(?:[\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?$/,
      'expected a name or address, with :port if that differs',
    )
    .optional()
    .meta({ examples: ['watchcase.example.com'] })
    .describe(
      'Name or address by which hosts reach the embedded broker, with :port where it differs; default: the one by which they reach the console',
    ),
  connectionsPerSecond: z
    .int()
    .min(1)
    .max(100_000)
    .default(500)
    .describe(
      'Clients of the embedded broker let in each second; the rest wait up to ten seconds, then are asked to come again',
    ),
});

const addressSchema = () =>
  z.url({ protocol: /^(mqtts?|wss?)$/ }).describe('mqtt://, mqtts://, ws:// or wss:// address of the broker');

const credentialFiles = {
  passwordFile: z
    .string()
    .optional()
    .describe(
      'Mosquitto password file to which credentials of enrolled hosts are added; without it enrolment is refused',
    ),
  pidFile: z
    .string()
    .optional()
    .describe('File with the process id of Mosquitto, told by SIGHUP to read the password file again'),
};

/** A broker of its own, Mosquitto for example; see docs/deploy-mosquitto.md. */
const externalSchema = z.strictObject({
  kind: z.literal('external'),
  url: addressSchema(),
  agentUrl: z
    .string()
    .optional()
    .describe('Address that agents are told at enrolment, when it differs from url'),
  username: z.string().describe("The collector's user, allowed to read and write watchcase/v1/#"),
  password: secretSchema.describe("The collector's password; env:NAME and file:PATH are read at start"),
  ...credentialFiles,
  others: z
    .array(z.strictObject({ url: addressSchema(), ...credentialFiles }))
    .max(64)
    .default([])
    .describe(
      'Further brokers beside the one above, with the same user and password, that hand nothing on to each other; each host connects to any one of them',
    ),
});

export const brokerConfigSchema = z.discriminatedUnion('kind', [embeddedSchema, externalSchema]);
export type BrokerConfig = z.infer<typeof brokerConfigSchema>;
export type EmbeddedConfig = z.infer<typeof embeddedSchema>;
export type ExternalConfig = z.infer<typeof externalSchema>;
/** How one external broker is reached. */
export type BrokerAddress = Omit<ExternalConfig, 'kind' | 'agentUrl' | 'others'>;
