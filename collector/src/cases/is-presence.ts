/** The collector's own series of whether a host is there. */
export const ONLINE = 'watchcase_host.online';

/** True of an alert that says that its host is gone. */
export function isPresence({ series }: { series: string | null }): boolean {
  return series === ONLINE;
}
