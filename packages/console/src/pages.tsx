import type { ComponentChild } from 'preact';
import { after } from './clock.ts';
import { chartCode } from './parts/chart.tsx';
import { createPiece, type Piece } from './state/piece.ts';
import type { Route } from './words/route-of.ts';

/** Those that have code of their own. */
type PageName = Exclude<Route['page'], 'start' | 'nowhere'>;
/** What a page shows at its address. */
type Show<P extends PageName> = (at: Route & { page: P }) => ComponentChild;
/** The code of each page, a piece of its own that comes when it is wanted. */
export type Pages = { readonly [P in PageName]?: Piece<Show<P>> };

function page<P extends PageName, Code>(
  load: () => Promise<Code>,
  show: (code: Code, at: Route & { page: P }) => ComponentChild,
): Piece<Show<P>> {
  const shown =
    (code: Code): Show<P> =>
    (at) =>
      show(code, at);
  return createPiece(() => load().then(shown));
}

/** The pages of whoever works at the desk. Each is a piece of code of its own, which comes when it is wanted. */
export const deskPages: Required<Pages> = {
  overview: page(
    () => import('./pages/overview/overview.tsx'),
    ({ OverviewPage }) => <OverviewPage />,
  ),
  cases: page(
    () => import('./pages/cases/cases.tsx'),
    ({ CasesPage }) => <CasesPage />,
  ),
  'new-case': page(
    () => import('./pages/cases/new-case.tsx'),
    ({ NewCasePage }) => <NewCasePage />,
  ),
  'follow-ups': page(
    () => import('./pages/follow-ups/follow-ups.tsx'),
    ({ FollowUpsPage }) => <FollowUpsPage />,
  ),
  knowledge: page(
    () => import('./pages/knowledge/knowledge.tsx'),
    ({ KnowledgePage }) => <KnowledgePage />,
  ),
  article: page(
    () => import('./pages/knowledge/article.tsx'),
    ({ ArticlePage }, { id }) => <ArticlePage key={id} id={id} />,
  ),
  case: page(
    () => import('./pages/case/case.tsx'),
    ({ CasePage }, { id }) => <CasePage key={id} id={id} />,
  ),
  hosts: page(
    () => import('./pages/hosts/hosts.tsx'),
    ({ HostsPage }) => <HostsPage />,
  ),
  host: page(
    () => import('./pages/host/host.tsx'),
    ({ HostPage }, { id }) => <HostPage key={id} id={id} />,
  ),
  backups: page(
    () => import('./pages/backups/backups.tsx'),
    ({ BackupsPage }) => <BackupsPage />,
  ),
  'backup-job': page(
    () => import('./pages/backups/job.tsx'),
    ({ BackupJobPage }, { id, job }) => <BackupJobPage key={`${id} ${job}`} id={id} job={job} />,
  ),
  'add-host': page(
    () => import('./pages/add-host/add-host.tsx'),
    ({ AddHostPage }) => <AddHostPage />,
  ),
  directory: page(
    () => import('./pages/directory/directory.tsx'),
    ({ DirectoryPage }) => <DirectoryPage />,
  ),
  records: page(
    () => import('./pages/directory/records.tsx'),
    ({ RecordsPage }, { kind }) => <RecordsPage key={kind} kind={kind} />,
  ),
  record: page(
    () => import('./pages/directory/record.tsx'),
    ({ RecordPage }, { kind, id }) => <RecordPage key={`${kind}/${id}`} kind={kind} id={id} />,
  ),
  'new-record': page(
    () => import('./pages/directory/new-record.tsx'),
    ({ NewRecordPage }, { kind }) => <NewRecordPage key={kind} kind={kind} />,
  ),
  audit: page(
    () => import('./pages/directory/audit.tsx'),
    ({ AuditPage }) => <AuditPage />,
  ),
  accounts: page(
    () => import('./pages/accounts/accounts.tsx'),
    ({ AccountsPage }) => <AccountsPage />,
  ),
  channels: page(
    () => import('./pages/channels/channels.tsx'),
    ({ ChannelsPage }) => <ChannelsPage />,
  ),
  rollouts: page(
    () => import('./pages/rollouts/rollouts.tsx'),
    ({ RolloutsPage }) => <RolloutsPage />,
  ),
  figures: page(
    () => import('./pages/figures/figures.tsx'),
    ({ FiguresPage }) => <FiguresPage />,
  ),
  'figure-cases': page(
    () => import('./pages/figures/figure-cases.tsx'),
    ({ FigureCasesPage }) => <FigureCasesPage />,
  ),
  oncall: page(
    () => import('./pages/oncall/oncall.tsx'),
    ({ OncallPage }) => <OncallPage />,
  ),
  settings: page(
    () => import('./pages/settings.tsx'),
    ({ SettingsPage }) => <SettingsPage />,
  ),
};

/** The pages of whoever is a customer. */
export const portalPages: Pages = {
  cases: page(
    () => import('./pages/portal/portal-cases.tsx'),
    ({ PortalCasesPage }) => <PortalCasesPage />,
  ),
  'new-case': page(
    () => import('./pages/portal/report-fault.tsx'),
    ({ ReportFaultPage }) => <ReportFaultPage />,
  ),
  case: page(
    () => import('./pages/portal/portal-case.tsx'),
    ({ PortalCasePage }, { id }) => <PortalCasePage key={id} id={id} />,
  ),
  hosts: deskPages.hosts,
  host: deskPages.host,
  settings: deskPages.settings,
};

/** First comes what somebody looks at, and all that it reads. */
const REST_MS = 3000;
const PAUSE_MS = 100;

/** Brings the other pages' code as well, one after the other: they show at once then, even while the collector is away or has another console by now. Gives how to stop. */
export function bringRest(pages: Pages): () => void {
  const rest: Pick<Piece<unknown>, 'bring'>[] = [...Object.values(pages), chartCode];
  let timer = after(REST_MS, bringNext);
  function bringNext(): void {
    const piece = rest.shift();
    if (piece === undefined) return;
    void piece
      .bring()
      .catch(() => undefined)
      .then(() => (timer = after(PAUSE_MS, bringNext)));
  }
  return () => {
    rest.length = 0;
    timer.cancel();
  };
}
