import { attachmentSchema, type Visibility, visibilitySchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { keySchema } from './key-schema.ts';
import { seesDesk } from './views/case-for.ts';

/** What somebody attached runs nothing, loads nothing and is shown in no frame. */
const NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Codes of what an address refuses that takes files. */
export const FILE_CODES = [
  'ATTACHMENT_EMPTY',
  'ATTACHMENT_TOO_LARGE',
  'ATTACHMENT_NOT_BYTES',
  'ATTACHMENTS_FULL',
];

/** What is sent to such an address, and what it answers. */
export const fileRequest = {
  querystring: z.object({
    name: z.string().min(1).max(500),
    visibility: visibilitySchema.default('internal'),
  }),
  headers: keySchema,
  body: z.unknown(),
  response: { 200: attachmentSchema },
};

/** Addresses of this scope take a file as it is, without a form around it. */
export function takeBytes(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, parsed) =>
    parsed(null, body),
  );
  scope.addContentTypeParser('*', (_request, _body, parsed) => parsed(noBytes()));
}

/** The bytes that were sent. Errors: ATTACHMENT_NOT_BYTES. */
export function bytesOf({ body }: Pick<FastifyRequest, 'body'>): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body === undefined || body === null) return Buffer.alloc(0);
  throw noBytes();
}

function noBytes(): UserError {
  return new UserError({
    code: 'ATTACHMENT_NOT_BYTES',
    place: 'content-type',
    message: 'a file is sent as application/octet-stream',
    fix: 'send its bytes alone, with this content type',
  });
}

/** Of which visibility files must be that the asker reads; undefined for all. */
export function visibleTo(asker: FastifyRequest['asker']): Visibility | undefined {
  return seesDesk(asker) ? undefined : 'customer';
}

/** Sends a file that somebody attached: it is only ever handed out to be saved. */
export function sendFile(
  reply: FastifyReply,
  { name, type, data }: { name: string; type: string; data: Uint8Array },
): FastifyReply {
  return reply
    .headers({
      'content-type': type,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': NOTHING_RUNS,
      'cross-origin-resource-policy': 'same-origin',
    })
    .send(Buffer.from(data));
}
