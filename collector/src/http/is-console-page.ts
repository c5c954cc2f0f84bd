/** Addresses whose files and links are there or are not; the console has no page under them. */
const NEVER = ['/api/', '/assets/', '/a/', '/c/', '/login/'];
/** Host ids have a dot, as file names do, and names of backup jobs may. */
const HOST_PAGE = /^\/(?:hosts|directory\/(?:sites|hosts)|backups\/[^/]+)\/[^/]+$/;

/**
 * Whether an address that no route knows is a page of the console (pure), which finds its way by itself. What looks like a file is none: a script that is
 * missing must not be answered with a page.
 */
export function isConsolePage(url: string): boolean {
  const path = (/^[^?#]*/.exec(url)?.[0] ?? '').replace(/(?<=.)\/+$/, '');
  if (NEVER.some((prefix) => `${path}/`.startsWith(prefix))) return false;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return HOST_PAGE.test(path) || !name.includes('.');
}
