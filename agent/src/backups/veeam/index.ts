import { Secret } from '@watchcase/runtime/light';
import type { z } from 'zod';
import { defineBackupTool } from '../../contract.ts';
import type { Host } from '../../host/index.ts';
import { askApi } from '../ask-http.ts';
import { unknownOutput } from '../ask-tool.ts';
import { fieldsOf, textOf } from '../json-fields.ts';
import { statusOf } from '../snapshot.ts';
import type { options } from './options.ts';
import { parseSessions } from './parse-sessions.ts';

type Options = z.output<typeof options>;

/** Revision of the API that is asked for: of Veeam Backup & Replication 12, and understood by later ones. */
const REVISION = '1.1-rev0';
/** The newest runs; older ones count no more. */
const MOST_SESSIONS = 200;

/** Reads the runs of one job from a Veeam Backup & Replication server, by its REST service. */
export default defineBackupTool<typeof options>({
  name: 'veeam',
  asksItself: true,
  async status(settings, host, now) {
    const { jobName, password } = settings;
    const location = `${settings.server.replace(/\/+$/, '')}/${jobName}`;
    const token = new Secret(await tokenOf(settings, host, location));
    const query = new URLSearchParams({
      nameFilter: jobName,
      typeFilter: 'BackupJob',
      orderColumn: 'CreationTime',
      orderAsc: 'false',
      limit: String(MOST_SESSIONS),
    });
    const answer = await askApi(host, {
      ...commonOf(settings, location),
      url: `${settings.server.replace(/\/+$/, '')}/api/v1/sessions?${query.toString()}`,
      headers: { 'x-api-version': REVISION, authorization: `Bearer ${token.reveal()}` },
      secrets: [password, token],
    });
    const sessions = parseSessions(answer);
    if (sessions === undefined)
      throw unknownOutput(location, 'the list of sessions', 'Veeam Backup & Replication 12');
    return [statusOf(location, sessions, { now })];
  },
});

async function tokenOf(settings: Options, host: Host, place: string): Promise<string> {
  const { user, password, server } = settings;
  const form = new URLSearchParams({ grant_type: 'password', username: user, password: password.reveal() });
  const answer = await askApi(host, {
    ...commonOf(settings, place),
    method: 'POST',
    url: `${server.replace(/\/+$/, '')}/api/oauth2/token`,
    headers: { 'x-api-version': REVISION, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  const token = textOf(fieldsOf(answer)['access_token']);
  if (token === undefined)
    throw unknownOutput(place, 'the answer to the login', 'Veeam Backup & Replication 12');
  return token;
}

function commonOf({ timeout, verify, password }: Options, place: string) {
  return { timeoutMs: timeout, verify, place, secrets: [password] };
}
