import { z } from 'zod';
import type { ReplyService } from './contract.ts';
import { replyServices } from './services/registry.generated.ts';

/** A way to answer, with its options, under a name of its own. */
export interface ReplyWay {
  name: string;
  service: ReplyService;
  options: unknown;
  /** Names of channels whose pages get a button that leads here; undefined for all of this service. */
  channels: readonly string[] | undefined;
}

export const replyWaySchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected small letters, digits and dashes, such as ops-slack')
      .describe('Name of it, and end of its address: …/chat-in/NAME'),
    service: z.string().describe(`One of: ${Object.keys(replyServices).join(', ')}`),
    channels: z
      .array(z.string())
      .optional()
      .describe('Channels whose pages get buttons that are answered here; all of the service without it'),
    options: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("The service's own settings, see its README"),
  })
  .transform((raw, context): ReplyWay => {
    const service = Object.hasOwn(replyServices, raw.service) ? replyServices[raw.service] : undefined;
    if (service === undefined) {
      const known = Object.keys(replyServices).join(', ');
      const message = `"${raw.service}" is not a service that is answered by; known are ${known}`;
      context.addIssue({ code: 'custom', path: ['service'], message });
      return z.NEVER;
    }
    const options = service.options.safeParse(raw.options);
    if (!options.success) {
      for (const { path, message } of options.error.issues)
        context.addIssue({ code: 'custom', path: ['options', ...path], message });
      return z.NEVER;
    }
    return { name: raw.name, service, options: options.data, channels: raw.channels };
  });
