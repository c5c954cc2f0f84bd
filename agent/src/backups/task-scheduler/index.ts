import { defineBackupTool } from '../../contract.ts';
import { askPowerShell } from '../ask-powershell.ts';
import { unknownOutput } from '../ask-tool.ts';
import type { options } from './options.ts';
import { parseTask } from './parse-task.ts';

/** Reads how the last run of a task of Windows ended, as its scheduler tells it. */
export default defineBackupTool<typeof options>({
  name: 'task-scheduler',
  async status({ task, warnings, timeout, program }, host) {
    const at = task.lastIndexOf('\\');
    const script = [
      `$t=Get-ScheduledTask -TaskPath '${task.slice(0, at + 1)}' -TaskName '${task.slice(at + 1)}'`,
      '$i=$t|Get-ScheduledTaskInfo',
      'ConvertTo-Json -Compress @{state=[int]$t.State;last=(&$u $i.LastRunTime);result=[long]$i.LastTaskResult}',
    ];
    const known = [
      {
        code: 'BACKUP_REPOSITORY_MISSING',
        words: /CmdletizationQuery_NotFound/,
        message: 'there is no such task',
        fix: 'check "task": the path of its folder and its name, as the Task Scheduler shows them',
      },
    ];
    const answer = parseTask(await askPowerShell(host, script, { program, timeout, place: task, known }), {
      task,
      warnings,
    });
    if (answer === undefined)
      throw unknownOutput(task, 'Get-ScheduledTaskInfo', 'Windows Server 2012 and later');
    const remark = answer.isDisabled ? `the task ${task} is disabled: it does not run` : undefined;
    const nothing = { ageSeconds: null, sizeBytes: null, count: null };
    return [{ location: task, ...nothing, runs: answer.runs, ...(remark === undefined ? {} : { remark }) }];
  },
});
