import { type Secret, UserError } from '@watchcase/runtime/light';
import type { Host, HttpRequest } from '../host/index.ts';
import { jsonOf } from './json-fields.ts';
import { withoutSecrets } from './tool-failure.ts';

/** As much of an answer is read; a list that is longer is not judged. */
const MOST_BYTES = 16 * 1_048_576;

/** One question to a tool's API. */
export interface ApiRequest extends Pick<HttpRequest, 'url' | 'headers' | 'timeoutMs' | 'verify' | 'body'> {
  method?: 'GET' | 'POST';
  /** The location that it is asked about. */
  place: string;
  secrets: readonly (Secret | undefined)[];
}

/** Asks a tool's API and gives its JSON. Throws a UserError that says why there is none. */
export async function askApi(host: Host, { place, secrets, ...wanted }: ApiRequest): Promise<unknown> {
  const answer = await host.http({ method: 'GET', ...wanted, mostBytes: MOST_BYTES });
  const address = new URL(wanted.url).origin;
  if (answer.outcome !== 'answered')
    throw fault(
      'BACKUP_REPOSITORY_UNREACHABLE',
      place,
      answer.outcome === 'timeout'
        ? `${address} gave no answer within ${wanted.timeoutMs / 1000} s`
        : `${address} cannot be asked: ${answer.reason}`,
    );
  const hidden = secrets.flatMap((secret) => secret?.reveal() ?? []);
  const words = withoutSecrets(answer.body, hidden).replaceAll(/\s+/g, ' ').slice(0, 200);
  const said = `${address} answered with status ${answer.status}${words === '' ? '' : `: ${words}`}`;
  if (answer.status === 401 || answer.status === 403) throw fault('BACKUP_REPOSITORY_REFUSED', place, said);
  if (answer.status === 404) throw fault('BACKUP_REPOSITORY_MISSING', place, said);
  if (answer.status < 200 || answer.status > 299) throw fault('BACKUP_TOOL_FAILED', place, said);
  const json = answer.bodyBytes > MOST_BYTES ? undefined : jsonOf(answer.body);
  if (json === undefined)
    throw fault('BACKUP_OUTPUT_UNKNOWN', place, `what ${address} answered is not the JSON it should be`);
  return json;
}

const fixes = {
  BACKUP_REPOSITORY_UNREACHABLE: 'check the address, the certificate and the network from this machine',
  BACKUP_REPOSITORY_REFUSED: 'check user and password or token, and what they may read',
  BACKUP_REPOSITORY_MISSING: 'check the names in this backup',
  BACKUP_TOOL_FAILED: 'ask it by hand from this machine',
  BACKUP_OUTPUT_UNKNOWN: 'check that the address leads to the server itself, and its version',
};

function fault(code: keyof typeof fixes, place: string, message: string): UserError {
  return new UserError({ code, place, message, fix: fixes[code] });
}
