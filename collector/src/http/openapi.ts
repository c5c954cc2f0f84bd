import { type Problem, problemSchema } from '@watchcase/api';
import { z } from 'zod';
import { SESSION_COOKIE } from './authenticate.ts';
import { PROBLEM_TYPE, statusOf } from './problem.ts';
import { isDrawn } from './refusal-page.ts';
import type { KnownRoute } from './route-book.ts';

/** What this file adds to; the rest of a document goes through untouched. */
interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown>; securitySchemes?: Record<string, unknown> };
}
interface Operation {
  security?: Record<string, string[]>[];
  responses?: Record<string, unknown>;
}

/** A change that is asked for with the session's cookie carries this header, which no other site can send. */
const CSRF_HEADER = 'x-watchcase';
const REF: { $ref: string } = { $ref: '#/components/schemas/Problem' };

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  cookie: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
  change: {
    type: 'apiKey',
    in: 'header',
    name: CSRF_HEADER,
    description: 'Any value; goes with the cookie on whatever is no GET.',
  },
};

/** The document with how a caller says who it is, and every refusal of every route (pure but for being in place). */
export function describeRefusals<D extends object>(document: D, routes: readonly KnownRoute[]): D {
  const target: Document = document;
  const components = (target.components ??= {});
  components.securitySchemes = securitySchemes;
  components.schemas = { ...components.schemas, Problem: z.toJSONSchema(problemSchema) };
  for (const route of routes) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = target.paths?.[path]?.[route.method.toLowerCase()];
    if (operation === undefined) continue;
    operation.security = securityOf(route);
    operation.responses = { ...operation.responses, ...refusalsOf(route) };
  }
  return document;
}

function securityOf({ isSecured, method }: KnownRoute): Record<string, string[]>[] {
  if (!isSecured) return [];
  return [{ bearer: [] }, method === 'GET' ? { cookie: [] } : { cookie: [], change: [] }];
}

function refusalsOf(route: KnownRoute): Record<string, unknown> {
  const codes: Problem['code'][] = ['REQUEST_INVALID', 'INTERNAL', 'STORE_UNAVAILABLE', ...route.codes];
  if (route.isSecured) codes.push('UNAUTHENTICATED', 'NOT_ALLOWED');
  if (route.isSecured && route.method !== 'GET') codes.push('CSRF_REFUSED');
  // What comes with a POST is read whether the route wants it or not.
  if (route.method !== 'GET') codes.push('REQUEST_TOO_LARGE', 'REQUEST_NOT_JSON');
  if (route.isLimited) codes.push('TOO_MANY_REQUESTS');
  const byStatus = Map.groupBy(codes.toSorted(), statusOf);
  const answers = [...byStatus].map(([status, of]) => [status, answer(route, status, of)]);
  return Object.fromEntries([...answers, ['default', answer(route, 0, ['see docs/errors.md'])]]);
}

function answer({ url }: KnownRoute, status: number, codes: readonly string[]): object {
  return {
    description: codes.join(', '),
    ...(status === 429
      ? { headers: { 'retry-after': { description: 'seconds to wait', schema: { type: 'integer' } } } }
      : {}),
    content: isDrawn(url)
      ? { 'text/html': { schema: { type: 'string' } } }
      : { [PROBLEM_TYPE]: { schema: REF } },
  };
}
