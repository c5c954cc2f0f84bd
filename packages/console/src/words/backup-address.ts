/** The address of a job's page (pure). */
export function backupAddress(hostId: string, job: string): string {
  return `/backups/${encodeURIComponent(hostId)}/${encodeURIComponent(job)}`;
}

/** The page of the job that an alert is about (pure); undefined of an alert about anything else. */
export function alertJobAddress({
  rule,
  host,
  labels,
}: {
  rule: string;
  host: string;
  labels: Readonly<Record<string, string>>;
}): string | undefined {
  const { job } = labels;
  return job !== undefined && /^backup(?:-policy)?\//.test(rule) ? backupAddress(host, job) : undefined;
}
