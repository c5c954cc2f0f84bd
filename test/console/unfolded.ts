import { expect } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { en } from '../../packages/console/src/texts/en/index.ts';
import type { BusyDesk } from './busy-desk.ts';

/** A page, and which of its buttons ask something in a dialog; one that stands in a menu is found there. */
export interface Unfolded {
  page: string;
  path(desk: BusyDesk): string;
  asks: readonly string[];
}

const { cases, caseWork, access, backupCare, backupJob, directory, hosts, rollouts } = en;
const caseIn = (state: string, ...asks: readonly string[]): Unfolded => ({
  page: `a case, ${state}`,
  path: (desk) => `/cases/${desk.cases[state]}`,
  asks,
});

/** Every dialog of the console that a filled desk has. */
export const unfolded: readonly Unfolded[] = [
  caseIn('open', cases.note, cases.resolve, cases.assign, cases.changeSeverity, cases.cancelCase),
  caseIn(
    'open',
    cases.diagnose,
    cases.needOnSite,
    cases.arrive,
    caseWork.link,
    caseWork.merge,
    caseWork.split,
  ),
  caseIn('held', cases.handOn, cases.giveBack, cases.hold, cases.logWork, cases.close),
  caseIn('resolved', cases.confirm),
  caseIn('alert', cases.resolve),
  { page: 'accounts', path: () => '/accounts', asks: [access.addAccount, access.change, access.retire] },
  { page: 'a record', path: () => '/directory/customers/hongda', asks: [directory.retire] },
  {
    page: 'a host',
    path: ({ host }) => `/hosts/${host.id}`,
    asks: [hosts.manage.rename, hosts.manage.move, hosts.manage.revoke, hosts.manage.retire],
  },
  {
    page: 'a backup job',
    path: ({ host }) => `/backups/${host.id}/erp`,
    asks: [backupJob.record],
  },
  { page: 'backups that no policy judges', path: () => '/backups?view=findings', asks: [backupCare.adopt] },
  { page: 'agent upgrades', path: () => '/rollouts', asks: [rollouts.start] },
  { page: 'calls to make', path: () => '/cases/follow-ups', asks: [caseWork.callMade] },
  { page: 'a list', path: () => '/cases?severity=major', asks: [cases.saveView] },
];

/** Presses a button, in the menu of those that are needed less often where it stands there; gives the dialog. */
export async function unfold(page: Page, name: string): Promise<Locator> {
  const inMenu = page
    .locator('main .more-menu')
    .getByRole('button', { name, exact: true, includeHidden: true });
  if ((await inMenu.count()) > 0) {
    await page.locator('main .more-menu summary', { hasText: en.shell.others }).first().click();
    await inMenu.first().click();
  } else await page.locator('main').getByRole('button', { name, exact: true }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  expect(await page.evaluate('document.activeElement?.closest("dialog") !== null'), name).toBe(true);
  return dialog;
}
