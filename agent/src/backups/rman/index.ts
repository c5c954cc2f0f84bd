import { defineBackupTool } from '../../contract.ts';
import { askTool, revealed, unknownOutput } from '../ask-tool.ts';
import { dataAndLogs } from '../snapshot.ts';
import type { options } from './options.ts';
import { jobsScript, parseJobs } from './parse-jobs.ts';

/** Reads what RMAN has noted of its jobs in the control file, by a view that sqlplus is asked for. User and password go to it by standard input. */
export default defineBackupTool<typeof options>({
  name: 'rman',
  async status({ service, user, password, logs, expires, env, timeout, program }, host, now) {
    const who = user === undefined ? '/' : `${user}/"${password?.reveal() ?? ''}"`;
    const request = {
      program,
      args: ['-S', '-L', '/nolog'],
      stdin: `WHENEVER SQLERROR EXIT FAILURE\nCONNECT ${who}@${service}\n${jobsScript(expires)}`,
      env: revealed(env),
      timeoutMs: timeout,
    };
    const { stdout } = await askTool(host, request, {
      place: service,
      secrets: [password, ...Object.values(env)],
      isAnswer: (answer) => answer.code === 0 && !/^(?:ORA|SP2)-\d+/m.test(answer.stdout),
    });
    const jobs = parseJobs(stdout);
    if (jobs === undefined) throw unknownOutput(service, 'sqlplus', 'Oracle 12 and later');
    return dataAndLogs(service, jobs, { now, logs });
  },
});
