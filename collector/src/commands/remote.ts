import { createdEnrolmentSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import type { CommandNeeds, Options } from './needs.ts';
import { adminTokenOf } from './start.ts';

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
  const { customer, site } = options;
  const body = { customer, site, validMinutes: Number(options.minutes) };
  const created = createdEnrolmentSchema.parse(
    await post(`${options.url}/api/v1/enrolments`, adminTokenOf(options.data), body),
  );
  needs.print(`${created.command}\n(one host, until ${created.expiresAt})`);
  return 0;
}

/** `login-link`: the token with which to sign in. */
export function loginLinkCommand(options: Options, needs: CommandNeeds): number {
  needs.print(`Open ${options.url} and sign in with this token:\n${adminTokenOf(options.data)}`);
  return 0;
}

async function post(url: string, token: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw new UserError({
      code: 'COLLECTOR_AWAY',
      place: url,
      message: `the collector does not answer (${(error as Error).message})`,
      fix: 'start it, or name its address with --url URL',
    });
  });
  const answer = (await response.json()) as { code?: string; title?: string };
  if (!response.ok)
    throw new UserError({
      code: answer.code ?? 'COLLECTOR_REFUSED',
      place: url,
      message: answer.title ?? `HTTP ${response.status}`,
    });
  return answer;
}
