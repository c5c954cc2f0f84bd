import { createdEnrolmentSchema, loginLinkSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { CommandNeeds, Options } from './needs.ts';
import { addressOf, askCollector, post } from './ask-collector.ts';
import { adminTokenOf } from './admin-token.ts';

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
  const { careful } = options;
  const body = { customer, customerId, site, siteId, careful, validMinutes: Number(options.minutes) };
  const created = createdEnrolmentSchema.parse(
    await post(`${addressOf(options)}/api/v1/enrolments`, adminTokenOf(options.data), body),
  );
  const place = `${named(created.customerName, created.customer)}, ${named(created.siteName, created.site)}`;
  needs.print(
    `${created.carefulCommand ?? created.command}\n(one host of ${place}, until ${created.expiresAt})`,
  );
  return 0;
}

/** `host rotate ID`: asks the running collector for a token by which that host is given another credential. */
export async function rotateCommand(id: string, options: Options, needs: CommandNeeds): Promise<number> {
  const body = { host: id, validMinutes: Number(options.minutes) };
  const created = createdEnrolmentSchema.parse(
    await post(`${addressOf(options)}/api/v1/enrolments`, adminTokenOf(options.data), body),
  );
  needs.print(
    `${created.enrolCommand} --force\n(on ${id}, until ${created.expiresAt}; its agent need not be started anew, and the old credential ends at once)`,
  );
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

/** One host as the running collector knows it. Errors: HOST_NOT_FOUND, COLLECTOR_AWAY. */
export async function askForHost(id: string, options: Options): Promise<unknown> {
  return askCollector(`/hosts/${encodeURIComponent(id)}`, options);
}

/** `host`, `customer` and `enrolment revoke`: asks the running collector to change what it knows. */
export async function changeCommand(
  what: 'host' | 'customer' | 'enrolment',
  [act = '', id = '', value = '']: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const acts: Readonly<
    Record<string, [method: 'POST' | 'PATCH', path: string, body: object, needsValue: boolean]>
  > = {
    'host rename': ['PATCH', `hosts/${id}`, { name: value === '' ? null : value }, false],
    'host move': ['PATCH', `hosts/${id}`, { site: value }, true],
    'host revoke': ['POST', `hosts/${id}/revoke`, {}, false],
    'host retire': ['POST', `hosts/${id}/retire`, {}, false],
    'host retire-backup': ['POST', `hosts/${id}/backups/retire`, { job: value }, true],
    'customer rename': ['PATCH', `customers/${id}`, { name: value }, true],
    'enrolment revoke': ['POST', `enrolments/${id}/revoke`, {}, false],
  };
  const wanted = Object.hasOwn(acts, `${what} ${act}`) ? acts[`${what} ${act}`] : undefined;
  if (wanted === undefined || id === '' || (wanted[3] && value === ''))
    throw new UserError({
      code: 'COMMAND_UNKNOWN',
      place: what,
      message: `"${what} ${act}" is no command, or lacks something`,
      fix: 'see watchcase --help',
    });
  const [method, path, body] = wanted;
  const answer = await post(`${addressOf(options)}/api/v1/${path}`, adminTokenOf(options.data), body, method);
  needs.print(`${what} ${id}: done`);
  if ((answer as { cutOff?: boolean }).cutOff === false)
    needs.print('the broker could not be told: the connection may still stand; what comes by it is ignored');
  return 0;
}
