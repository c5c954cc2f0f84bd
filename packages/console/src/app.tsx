import { useEffect } from 'preact/hooks';
import { type Fault, faultOf } from './api/fault.ts';
import { readSession } from './api/sign-in.ts';
import { Frame } from './frame/frame.tsx';
import { AccountsPage } from './pages/accounts/accounts.tsx';
import { ChannelsPage } from './pages/channels/channels.tsx';
import { AddHostPage } from './pages/add-host/add-host.tsx';
import { BackupsPage } from './pages/backups/backups.tsx';
import { BackupJobPage } from './pages/backups/job.tsx';
import { CasePage } from './pages/case/case.tsx';
import { CasesPage } from './pages/cases/cases.tsx';
import { NewCasePage } from './pages/cases/new-case.tsx';
import { ArticlePage } from './pages/knowledge/article.tsx';
import { KnowledgePage } from './pages/knowledge/knowledge.tsx';
import { FigureCasesPage } from './pages/figures/figure-cases.tsx';
import { FiguresPage } from './pages/figures/figures.tsx';
import { AuditPage } from './pages/directory/audit.tsx';
import { DirectoryPage } from './pages/directory/directory.tsx';
import { NewRecordPage } from './pages/directory/new-record.tsx';
import { RecordPage } from './pages/directory/record.tsx';
import { RecordsPage } from './pages/directory/records.tsx';
import { FollowUpsPage } from './pages/follow-ups/follow-ups.tsx';
import { RolloutsPage } from './pages/rollouts/rollouts.tsx';
import { OncallPage } from './pages/oncall/oncall.tsx';
import { OverviewPage } from './pages/overview/overview.tsx';
import { PortalCasePage } from './pages/portal/portal-case.tsx';
import { PortalCasesPage } from './pages/portal/portal-cases.tsx';
import { ReportFaultPage } from './pages/portal/report-fault.tsx';
import { HostPage } from './pages/host/host.tsx';
import { HostsPage } from './pages/hosts/hosts.tsx';
import { NowherePage } from './pages/nowhere.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { FaultNote } from './parts/states.tsx';
import { useSignal } from '@preact/signals';
import { route } from './state/route.ts';
import { mayOpen } from './state/may-open.ts';
import { actingRole, mayDo, session } from './state/session.ts';

/** The console: a door, or the page of the address. */
export function App() {
  const fault = useSignal<Fault | undefined>(undefined);
  function begin(): void {
    fault.value = undefined;
    readSession().catch((error: unknown) => {
      if (session.value === undefined) fault.value = faultOf(error);
    });
  }
  useEffect(begin, []);
  if (session.value === null) return <SignInPage />;
  if (fault.value !== undefined)
    return (
      <main class="door">
        <FaultNote fault={fault.value} retry={begin} />
      </main>
    );
  if (session.value === undefined) return null;
  return (
    <Frame>
      <CurrentPage />
    </Frame>
  );
}

function CurrentPage() {
  const at = route.value;
  if (!mayOpen(at.page)) return <NowherePage />;
  if (!mayDo('desk.read')) return <PortalPage />;
  switch (at.page) {
    case 'start':
      // Whoever leads the desk looks at all of it first; whoever works at it has cases.
      return actingRole() === 'manager' ? <OverviewPage /> : <CasesPage />;
    case 'overview':
      return <OverviewPage />;
    case 'cases':
      return <CasesPage />;
    case 'new-case':
      return <NewCasePage />;
    case 'follow-ups':
      return <FollowUpsPage />;
    case 'knowledge':
      return <KnowledgePage />;
    case 'article':
      return <ArticlePage key={at.id} id={at.id} />;
    case 'case':
      return <CasePage key={at.id} id={at.id} />;
    case 'hosts':
      return <HostsPage />;
    case 'host':
      return <HostPage key={at.id} id={at.id} />;
    case 'backups':
      return <BackupsPage />;
    case 'backup-job':
      return <BackupJobPage key={`${at.id} ${at.job}`} id={at.id} job={at.job} />;
    case 'add-host':
      return <AddHostPage />;
    case 'directory':
      return <DirectoryPage />;
    case 'records':
      return <RecordsPage key={at.kind} kind={at.kind} />;
    case 'record':
      return <RecordPage key={`${at.kind}/${at.id}`} kind={at.kind} id={at.id} />;
    case 'new-record':
      return <NewRecordPage key={at.kind} kind={at.kind} />;
    case 'audit':
      return <AuditPage />;
    case 'accounts':
      return <AccountsPage />;
    case 'channels':
      return <ChannelsPage />;
    case 'rollouts':
      return <RolloutsPage />;
    case 'figures':
      return <FiguresPage />;
    case 'figure-cases':
      return <FigureCasesPage />;
    case 'oncall':
      return <OncallPage />;
    case 'settings':
      return <SettingsPage />;
    default:
      return <NowherePage />;
  }
}

/** The pages of whoever is a customer. */
function PortalPage() {
  const at = route.value;
  switch (at.page) {
    case 'start':
    case 'cases':
      return <PortalCasesPage />;
    case 'new-case':
      return <ReportFaultPage />;
    case 'case':
      return <PortalCasePage key={at.id} id={at.id} />;
    case 'hosts':
      return <HostsPage />;
    case 'host':
      return <HostPage key={at.id} id={at.id} />;
    case 'settings':
      return <SettingsPage />;
    default:
      return <NowherePage />;
  }
}
