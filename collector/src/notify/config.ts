import { chatUserSchema, languageSchema, severitySchema } from '@watchcase/api';
import { isZone } from '@watchcase/runtime';
import { z } from 'zod';
import { channels } from './channels/registry.generated.ts';
import type { Channel } from './contract.ts';

/** A channel of a type, with its options, under a name of its own. */
export interface ChannelInstance {
  name: string;
  channel: Channel;
  options: unknown;
}

export const channelInstanceSchema = z
  .strictObject({
    name: z.string().min(1).max(63).describe('Name by which duty refers to it'),
    type: z.string().describe(`One of: ${Object.keys(channels).join(', ')}`),
    options: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("The type's own settings, see its README"),
  })
  .transform((raw, context): ChannelInstance => {
    const channel = Object.hasOwn(channels, raw.type) ? channels[raw.type] : undefined;
    if (channel === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['type'],
        message: `"${raw.type}" is not a channel; known are ${Object.keys(channels).join(', ')}`,
      });
      return z.NEVER;
    }
    const options = channel.options.safeParse(raw.options);
    if (!options.success) {
      for (const issue of options.error.issues) {
        const path = ['options', ...issue.path];
        context.addIssue({ code: 'custom', path, message: issue.message });
      }
      return z.NEVER;
    }
    return { name: raw.name, channel, options: options.data };
  });

/** One person who is paged. */
export const dutyPersonSchema = z.strictObject({
  name: z.string().min(1).max(100).describe('Name shown in pages and timelines'),
  language: languageSchema.default('en').describe('Language of the pages'),
  zone: z
    .string()
    .refine(isZone, 'is not the name of a time zone, such as Asia/Shanghai')
    .optional()
    .describe("Time zone of the times in the pages; the collector's own when nothing is said"),
  severities: z
    .array(severitySchema)
    .default(['minor', 'major', 'critical'])
    .describe('Severities this person is paged for'),
  channels: z.array(z.string()).min(1).describe('Names of channels, each is used'),
  chat: z
    .array(chatUserSchema)
    .optional()
    .meta({ examples: [[{ service: 'telegram', user: '12345678' }]] })
    .describe('Who this person is where pages are answered by chat, see docs/on-call.md'),
});
export type DutyPerson = z.output<typeof dutyPersonSchema>;

export const dutySchema = z.array(dutyPersonSchema);
