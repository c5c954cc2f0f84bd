/** What is told of the end of a run that nobody saw end (`backup-end`); `output` says why to people. */
export function interruptedRun({ job, run }: { job: string; run: string }, output: string) {
  return {
    job,
    run,
    ok: false,
    outcome: 'interrupted' as const,
    exitCode: null,
    durationSeconds: null,
    sizeBytes: null,
    output,
  };
}
