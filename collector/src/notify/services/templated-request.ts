import { type Secret, secretSchema } from '@watchcase/runtime';
import { z } from 'zod';
import type { PageMessage } from '../../model/index.ts';
import type { ServiceRequest } from './exchange.ts';
import { secretUrlSchema } from './secret-url.ts';
import { escapeFor, faultsOf, fillTemplate, isJson, isJsonTemplate } from './templates.ts';

/** A header value may be a key, so it is a secret; it is checked here because a request with a wrong one cannot even be made. */
const headerValueSchema = z
  .string()
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'has signs that no header may have')
  .pipe(secretSchema);

/** A request that users describe themselves. */
export const requestSchema = z.strictObject({
  url: secretUrlSchema.describe(
    'Address the page is sent to; may have places such as {{title}} in it, which are percent-encoded',
  ),
  method: z.enum(['POST', 'PUT', 'GET']).default('POST').describe('Method of the request; GET has no body'),
  headers: z
    .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not a header name'), headerValueSchema)
    .default({})
    .describe('Further request headers'),
  contentType: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+(?:\s*;.*)?$/, 'is not a media type')
    .default('application/json')
    .describe('Media type of the body: says how values are written in `body`'),
  body: z
    .string()
    .min(1)
    .optional()
    .describe('Template of the body, with places such as {{title}}; the whole page as JSON without it'),
  okWhen: z
    .strictObject({
      field: z
        .string()
        .min(1)
        .describe('Name of a field of the JSON answer, with dots for one that lies deeper'),
      is: z.string().describe('What it says when the page was taken'),
    })
    .optional()
    .describe('For services that answer HTTP 200 with an error in the body'),
});
/** The same, read. */
export type RequestSettings = z.output<typeof requestSchema>;

/** What would make every request fail, or go astray (pure), by the setting it stands in. */
export function requestFaults({ url, method, contentType, body }: RequestSettings): {
  path: string[];
  message: string;
}[] {
  const host = /^[^/]*\/\/[^/?#]*/.exec(url.reveal())?.[0] ?? '';
  return [
    ...faultsOf(url.reveal()).map((message) => ({ path: ['url'], message })),
    ...(/\{\{/.test(host) ? [{ path: ['url'], message: 'the host cannot come from a page' }] : []),
    ...faultsOf(body ?? '').map((message) => ({ path: ['body'], message })),
    ...(body !== undefined && method === 'GET'
      ? [{ path: ['body'], message: 'a GET has no body; put the places into `url`' }]
      : []),
    ...(body !== undefined && isJson(contentType) && !isJsonTemplate(body)
      ? [{ path: ['body'], message: 'is not JSON; places stand within quotation marks, as in "{{title}}"' }]
      : []),
  ];
}

/** The request for a page (pure). */
export function templatedRequest(
  { url, method, headers, contentType, body }: RequestSettings,
  page: PageMessage,
  wholePage: string,
): ServiceRequest & { headers: Record<string, string> } {
  const address = fillTemplate(url.reveal(), page, encodeURIComponent);
  const own = revealed(headers);
  if (method === 'GET') return { url: address, method, headers: own };
  return {
    url: address,
    method,
    headers: { ...own, 'content-type': contentType },
    body: body === undefined ? wholePage : fillTemplate(body, page, escapeFor(contentType)),
  };
}

function revealed(headers: Readonly<Record<string, Secret>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.reveal()]));
}
