import { createdEnrolmentSchema, loginLinkSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { CommandNeeds, Options } from './needs.ts';
import { addressIn } from '../startup/index.ts';
import { adminTokenOf } from './start.ts';

const DEFAULT_URL = 'http://127.0.0.1:8080';

/** `enrolment create`: asks the running collector for a token. */
export async function newEnrolmentCommand(
  args: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  if (args[0] !== 'create')
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: 'enrolment',
      message: '"enrolment create" was expected',
    });
  const { customer, 'customer-id': customerId, site, 'site-id': siteId } = options;
  const body = { customer, customerId, site, siteId, validMinutes: Number(options.minutes) };
  const created = createdEnrolmentSchema.parse(
    await post(`${addressOf(options)}/api/v1/enrolments`, adminTokenOf(options.data), body),
  );
  const place = `${named(created.customerName, created.customer)}, ${named(created.siteName, created.site)}`;
  needs.print(`${created.command}\n(one host of ${place}, until ${created.expiresAt})`);
  return 0;
}

/** `login-link`: asks the running collector for a link that signs its first visitor in. */
export async function loginLinkCommand(options: Options, needs: CommandNeeds): Promise<number> {
  const made = loginLinkSchema.parse(
    await post(`${addressOf(options)}/api/v1/login-links`, adminTokenOf(options.data), {}),
  );
  needs.print(`${made.url}\n(signs in once, until ${made.expiresAt})`);
  return 0;
}

/** A name, and the id where it is another. */
function named(name: string, id: string): string {
  return name === id ? name : `${name} (id ${id})`;
}

/** What --url says, else where the collector of the data folder listens. */
function addressOf(options: Options): string {
  return (options.url ?? addressIn(options.data) ?? DEFAULT_URL).replace(/\/+$/, '');
}

/** One host as the running collector knows it. Errors: HOST_NOT_FOUND, COLLECTOR_AWAY. */
export async function askForHost(id: string, options: Options): Promise<unknown> {
  const url = `${addressOf(options)}/api/v1/hosts/${encodeURIComponent(id)}`;
  return ask(url, { headers: { authorization: `Bearer ${adminTokenOf(options.data)}` } });
}

function post(url: string, token: string, body: unknown): Promise<unknown> {
  return ask(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function ask(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, request).catch((error: unknown) => {
    throw new UserError({
      code: 'COLLECTOR_AWAY',
      place: url,
      message: `the collector does not answer (${(error as Error).message})`,
      fix: 'start it, or name its address with --url URL',
    });
  });
  const answer = (await response.json().catch(() => ({}))) as { code?: string; title?: string };
  if (!response.ok)
    throw new UserError({
      code: answer.code ?? 'COLLECTOR_REFUSED',
      place: url,
      message: answer.title ?? `HTTP ${response.status}`,
    });
  return answer;
}
