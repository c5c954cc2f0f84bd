import type { Page } from 'playwright-core';
import type { BusyDesk } from './busy-desk.ts';

/** Addresses of a page of the console on a desk that works; of those that differ much by what they are about, some. */
export function pathsOfPage(desk: BusyDesk, name: string, address: string): string[] {
  const { alert = 0, held = 0, merged = 0 } = desk.cases;
  const numbers = name === 'article' ? [desk.article] : [alert, held, merged];
  const filled = (values: Readonly<Record<string, string | number>>) =>
    address.replaceAll(/:\w+/g, (part) => String(values[part.slice(1)] ?? part));
  if (address.includes(':number')) return numbers.map((number) => filled({ number }));
  const kinds = name === 'records' ? ['customers', 'contracts'] : ['customers'];
  const id = name === 'host' || name === 'backup-job' ? desk.host.id : 'hongda';
  const paths = kinds.map((kind) => filled({ kind, id, job: 'erp' }));
  if (name === 'oncall')
    return [...paths, ...['changes', 'fairness', 'feeds'].map((view) => `${address}?view=${view}`)];
  if (name === 'backups')
    return [...paths, ...['findings', 'compliance', 'drills'].map((view) => `${address}?view=${view}`)];
  if (name === 'figures') return [...paths, ...paths.map((path) => `${path}?by=customer`)];
  return name === 'cases' || name === 'hosts'
    ? [...paths, ...paths.map((path) => `${path}?look=table`)]
    : paths;
}

/** Waits until the page has what it reads. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').waitFor();
  await page.locator('.waiting').first().waitFor({ state: 'detached' });
}
