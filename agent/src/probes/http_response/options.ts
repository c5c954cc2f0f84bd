import { durationSchema, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';

const targetSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'expected an address that begins with http:// or https://' })
    .max(512)
    .refine(hasNoUser, 'user and password do not belong here: every alert would show them; use "headers"')
    .meta({ examples: ['https://erp.example/health'] })
    .describe('Address'),
  method: z.enum(['GET', 'HEAD', 'POST', 'OPTIONS']).default('GET').describe('HTTP method'),
  headers: z
    .record(z.string(), secretSchema)
    .prefault({})
    .describe('Request headers; their values are secrets (Authorization: env:NAME)'),
  status: z
    .int()
    .min(100)
    .max(599)
    .optional()
    .meta({ examples: [200] })
    .describe('Status that is right; default: every one from 200 to 399'),
  body: z
    .string()
    .min(1)
    .refine(isExpression, 'is not a regular expression')
    .optional()
    .meta({ examples: ['"status": *"up"'] })
    .describe('Regular expression that must be found in the first MiB of the body'),
  timeout: durationSchema({ minMs: 1, maxMs: 60_000 })
    .prefault('5s')
    .describe('How long the whole answer may take, shorter than the interval'),
  verify: z.boolean().default(true).describe('Whether the certificate must be good'),
});

/** One page to watch. */
export type Target = z.output<typeof targetSchema>;

export const options = z.strictObject({
  watch: z
    .array(targetSchema)
    .refine((list) => new Set(list.map(({ url, method }) => `${method} ${url}`)).size === list.length, {
      error: 'one address is named twice with the same method',
    })
    .prefault([])
    .describe('Pages to ask for'),
});

function hasNoUser(url: string): boolean {
  return URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '';
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
