import type { z } from 'zod';
import { defineBackupTool } from '../../contract.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { statusOf } from '../snapshot.ts';
import type { options } from './options.ts';
import { jobsQuery, parseJobs } from './parse-jobs.ts';

type Options = z.output<typeof options>;

/** Reads the jobs of a Bacula or Bareos director from its catalogue, as a user who may only read. */
export default defineBackupTool<typeof options>({
  name: 'bacula',
  async status(settings, host, now) {
    const { jobName, env, timeout } = settings;
    const request = { ...commandOf(settings), env: revealed(env), timeoutMs: timeout };
    const { stdout } = await askTool(host, request, { place: jobName, secrets: Object.values(env) });
    const jobs = parseJobs(stdout);
    if (jobs === undefined)
      throw unknownOutput(jobName, request.program, 'the catalogues of Bacula 9.6 and Bareos 21');
    return [statusOf(jobName, jobs, { now })];
  },
});

function commandOf({ catalogue, database, user, program, ...asked }: Options) {
  const query = jobsQuery(asked);
  if (catalogue === 'postgresql')
    return {
      program: program ?? 'psql',
      args: ['-X', '-w', '-A', '-t', '-F', '\t', '-c', query, '-d', database],
    };
  const asUser = user === undefined ? [] : ['-u', user];
  return { program: program ?? 'mariadb', args: ['-N', '-B', ...asUser, '-e', query, database] };
}
