import { z } from 'zod';

/** Something a host's agent cannot read now, and why. */
const unreadSchema = z.object({
  /** The probe, or the backup, as the agent calls it. */
  name: z.string(),
  /** The watched backup job that it is about; null of everything else. */
  job: z.string().nullable().default(null),
  /** True of those that `internal_agent.probes_failing` counts. */
  counted: z.boolean().default(false),
  /** A sentence of the agent, in English. */
  reason: z.string(),
});
export type Unread = z.infer<typeof unreadSchema>;
export const unreadListSchema = z.array(unreadSchema);

/** Reads what a host has said cannot be read, as it is kept: JSON text; null and what is no such list are nothing. */
export function parseUnread(text: string | null): Unread[] {
  return text === null ? [] : (unreadListSchema.safeParse(JSON.parse(text)).data ?? []);
}

/** What an alert is about: its labels, and the key of its series. */
interface AboutAlert {
  series: string | null;
  labels: Readonly<Record<string, string>>;
}

/** Why what an alert is about cannot be read (pure): of a backup those of its job, of a probe those of its measurement; none where it has nothing to do with it. */
export function unreadReasons(unread: readonly Unread[], { series, labels }: AboutAlert): string[] {
  const [name = ''] = (series ?? '').split('{');
  const measurement = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  return unread.filter((one) => isAbout(one)).map(({ reason }) => reason);

  function isAbout(one: Unread): boolean {
    if (name === 'internal_agent.probes_failing') return one.counted;
    if (one.job !== null) return one.job === labels['job'] && ['backup', 'backup_tool'].includes(measurement);
    if (name === 'internal_agent.config_refused') return one.name === 'config';
    return measurement === one.name || measurement.startsWith(`${one.name}_`);
  }
}
