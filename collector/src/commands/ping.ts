import { createdPingAddressSchema, pingAddressListSchema } from '@watchcase/api';
import { UserError } from '@watchcase/runtime';
import { addressOf, askCollector, post } from './ask-collector.ts';
import type { CommandNeeds, Options } from './needs.ts';
import { adminTokenOf } from './admin-token.ts';

/** `ping list HOST`, `ping create HOST [JOB]`, `ping rotate HOST ID`, `ping end HOST ID`: addresses at which jobs report by themselves. */
export async function pingCommand(
  [act = '', host = '', what = '']: readonly string[],
  options: Options,
  needs: CommandNeeds,
): Promise<number> {
  const path = `/hosts/${encodeURIComponent(host)}/pings`;
  const ask = (rest: string, body: object) =>
    post(`${addressOf(options)}/api/v1${path}${rest}`, adminTokenOf(options.data), body);
  if (host !== '' && act === 'list') {
    const { items } = pingAddressListSchema.parse(await askCollector(path, options));
    for (const { id, job, lastAt, lastWord } of items)
      needs.print(
        `${id}  ${job ?? '(all jobs)'}  ${lastAt === null ? 'nothing yet' : `${lastWord} ${lastAt}`}`,
      );
    return 0;
  }
  if (host !== '' && (act === 'create' || (act === 'rotate' && what !== ''))) {
    const answer = await (act === 'create'
      ? ask('', what === '' ? {} : { job: what })
      : ask(`/${what}/rotate`, {}));
    const { url, job, id } = createdPingAddressSchema.parse(answer);
    needs.print(
      job === null ? `${url}/JOB\n(id ${id}; JOB is the name of any job of ${host})` : `${url}\n(id ${id})`,
    );
    return 0;
  }
  if (host !== '' && act === 'end' && what !== '') {
    await ask(`/${what}/end`, {});
    needs.print(`ping ${what}: ended`);
    return 0;
  }
  throw new UserError({
    code: 'COMMAND_UNKNOWN',
    place: 'ping',
    message: `"ping ${act}" is no command, or lacks something`,
    fix: 'see watchcase --help',
  });
}
