/** The page: signed out, one calm sheet; signed in, the sidebar and what the address names. */
import { Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { fetchSettings } from './live/fetches.ts';
import { useLive } from './live/store.ts';
import { startSync } from './live/sync.ts';
import { NotFoundPage } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview/overview-page.tsx';
import { RunPage } from './pages/run/run-page.tsx';
import { RunsPage } from './pages/runs/runs-page.tsx';
import { FrozenBanner } from './shell/frozen-banner.tsx';
import { FaultBoundary } from './shell/page-fault.tsx';
import { VersionBanner } from './shell/version-banner.tsx';
import { SettingsPage } from './pages/settings/settings-page.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { TaskPage } from './pages/tasks/task-page.tsx';
import { TasksPage } from './pages/tasks/tasks-page.tsx';
import { Announcer } from './shell/announcer.tsx';
import { Overlays } from './shell/overlays.tsx';
import { Sidebar } from './shell/sidebar.tsx';
import { lazily } from './ui/lazy.tsx';
import { Toasts } from './ui/toasts.tsx';

const SchedulePage = lazily(async () => (await import('./pages/schedule/schedule-page.tsx')).SchedulePage);
const ApprovalsPage = lazily(
  async () => (await import('./pages/approvals/approvals-page.tsx')).ApprovalsPage,
);
const ApprovalPage = lazily(async () => (await import('./pages/approvals/approval-page.tsx')).ApprovalPage);
const ValidationPage = lazily(
  async () => (await import('./pages/validation/validation-page.tsx')).ValidationPage,
);
const PolicyPage = lazily(async () => (await import('./pages/policy/policy-page.tsx')).PolicyPage);
const AuditPage = lazily(async () => (await import('./pages/audit/audit-page.tsx')).AuditPage);
const AgentsPage = lazily(async () => (await import('./pages/agents/agents-page.tsx')).AgentsPage);
const AgentPage = lazily(async () => (await import('./pages/agents/agent-page.tsx')).AgentPage);
const DoctorPage = lazily(async () => (await import('./pages/agents/doctor-page.tsx')).DoctorPage);
const ChangesPage = lazily(async () => (await import('./pages/agents/changes-page.tsx')).ChangesPage);
const AssistantPage = lazily(
  async () => (await import('./pages/assistant/assistant-page.tsx')).AssistantPage,
);
const PromptsPage = lazily(
  async () => (await import('./pages/assistant/prompts/prompts-page.tsx')).PromptsPage,
);
const SearchPage = lazily(async () => (await import('./pages/knowledge/search/search-page.tsx')).SearchPage);
const SourcesPage = lazily(
  async () => (await import('./pages/knowledge/sources/sources-page.tsx')).SourcesPage,
);
const MemoriesPage = lazily(
  async () => (await import('./pages/knowledge/memories/memories-page.tsx')).MemoriesPage,
);
const DuplicatesPage = lazily(
  async () => (await import('./pages/knowledge/duplicates/duplicates-page.tsx')).DuplicatesPage,
);
const DocumentPage = lazily(
  async () => (await import('./pages/knowledge/document/document-page.tsx')).DocumentPage,
);
const LogsPage = lazily(async () => (await import('./pages/logs/logs-page.tsx')).LogsPage);
const ReportsPage = lazily(async () => (await import('./pages/reports/reports-page.tsx')).ReportsPage);
const ReportPage = lazily(async () => (await import('./pages/reports/report-page.tsx')).ReportPage);
const OwnersPage = lazily(async () => (await import('./pages/governance/owners-page.tsx')).OwnersPage);
const PowerPage = lazily(async () => (await import('./pages/power/power-page.tsx')).PowerPage);
const NotificationsPage = lazily(
  async () => (await import('./pages/notifications/notifications-page.tsx')).NotificationsPage,
);
const InsightsPage = lazily(async () => (await import('./pages/insights/insights-page.tsx')).InsightsPage);
const OwnDoctorPage = lazily(async () => (await import('./pages/doctor/doctor-page.tsx')).OwnDoctorPage);
const DocsPage = lazily(async () => (await import('./pages/docs/docs-page.tsx')).DocsPage);
const ModulesPage = lazily(async () => (await import('./pages/modules/modules-page.tsx')).ModulesPage);
const ModulePage = lazily(async () => (await import('./pages/modules/module-page.tsx')).ModulePage);
const ClientsPage = lazily(async () => (await import('./pages/clients/clients-page.tsx')).ClientsPage);

export function App() {
  const session = useLive((state) => state.session);
  if (session === 'checking') return null;
  return <FaultBoundary>{session === 'out' ? <SignInPage /> : <SignedIn />}</FaultBoundary>;
}

function SignedIn() {
  useEffect(() => {
    void fetchSettings();
    return startSync();
  }, []);
  return (
    <>
      <a href="#main" className="btn skip" onClick={skipToMain}>
        Skip to content
      </a>
      <div className="flex h-full max-md:flex-col">
        <Sidebar />
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 grow flex-col">
          <VersionBanner />
          <FrozenBanner />
          <FaultBoundary>
            <Suspense fallback={null}>
              <Switch>
                <Route path="/" component={OverviewPage} />
                <Route path="/tasks" component={TasksPage} />
                <Route path="/tasks/:task">
                  {({ task }) => <TaskPage key={task} id={decodeURIComponent(task)} />}
                </Route>
                <Route path="/schedule">
                  <SchedulePage />
                </Route>
                <Route path="/runs" component={RunsPage} />
                <Route path="/runs/:run">{({ run }) => <RunPage key={run} id={Number(run)} />}</Route>
                <Route path="/insights">
                  <InsightsPage />
                </Route>
                <Route path="/settings/doctor">
                  <OwnDoctorPage />
                </Route>
                <Route path="/logs">
                  <LogsPage />
                </Route>
                <Route path="/power">
                  <PowerPage />
                </Route>
                <Route path="/agents">
                  <AgentsPage />
                </Route>
                <Route path="/agents/doctor">
                  <DoctorPage />
                </Route>
                <Route path="/agents/changes">
                  <ChangesPage />
                </Route>
                <Route path="/agents/:agent">
                  {({ agent }) => <AgentPage key={agent} id={decodeURIComponent(agent)} />}
                </Route>
                <Route path="/assistant/prompts">
                  <PromptsPage />
                </Route>
                <Route path="/assistant/:conversation?">
                  {({ conversation }) => (
                    <AssistantPage
                      conversation={conversation === undefined ? undefined : Number(conversation)}
                    />
                  )}
                </Route>
                <Route path="/knowledge">
                  <SearchPage />
                </Route>
                <Route path="/knowledge/sources">
                  <SourcesPage />
                </Route>
                <Route path="/knowledge/memories">
                  <MemoriesPage />
                </Route>
                <Route path="/knowledge/duplicates">
                  <DuplicatesPage />
                </Route>
                <Route path="/knowledge/documents/:document">
                  {({ document }) => <DocumentPage key={document} id={Number(document)} />}
                </Route>
                <Route path="/reports">
                  <ReportsPage />
                </Route>
                <Route path="/reports/:report">
                  {({ report }) => <ReportPage key={report} name={decodeURIComponent(report)} />}
                </Route>
                <Route path="/approvals">
                  <ApprovalsPage />
                </Route>
                <Route path="/approvals/:approval">
                  {({ approval }) => <ApprovalPage key={approval} id={Number(approval)} />}
                </Route>
                <Route path="/governance">
                  <OwnersPage />
                </Route>
                <Route path="/validation">
                  <ValidationPage />
                </Route>
                <Route path="/modules">
                  <ModulesPage />
                </Route>
                <Route path="/modules/:module">
                  {({ module }) => <ModulePage key={module} name={decodeURIComponent(module)} />}
                </Route>
                <Route path="/policy">
                  <PolicyPage />
                </Route>
                <Route path="/audit">
                  <AuditPage />
                </Route>
                <Route path="/clients">
                  <ClientsPage />
                </Route>
                <Route path="/notifications">
                  <NotificationsPage />
                </Route>
                <Route path="/docs/*?">
                  {(params) => <DocsPage name={decodeURIComponent(params['*'] ?? '') || 'README'} />}
                </Route>
                <Route path="/settings" component={SettingsPage} />
                <Route component={NotFoundPage} />
              </Switch>
            </Suspense>
          </FaultBoundary>
        </main>
      </div>
      <Toasts />
      <Announcer />
      <Overlays />
    </>
  );
}

/** By focus, not by fragment: the fragment is where sign-in links put their nonce. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
