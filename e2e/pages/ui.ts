/** All pages of one browser page, for specs that walk through several. */
import type { Page } from '@playwright/test';
import { AgentsPages } from './agents-pages.ts';
import { ApprovalPage } from './approval-page.ts';
import { ApprovalsPage } from './approvals-page.ts';
import { AssistantPage } from './assistant-page.ts';
import { AuditPage } from './audit-page.ts';
import { ClientsPage } from './clients-page.ts';
import { KnowledgePages } from './knowledge-pages.ts';
import { OverviewPage } from './overview-page.ts';
import { PolicyPage } from './policy-page.ts';
import { RunPage } from './run-page.ts';
import { RunsPage } from './runs-page.ts';
import { SchedulePage } from './schedule-page.ts';
import { SettingsPage } from './settings-page.ts';
import { Shell } from './shell.ts';
import { SignInPage } from './sign-in-page.ts';
import { TaskPage } from './task-page.ts';
import { TasksPage } from './tasks-page.ts';
import { ValidationPage } from './validation-page.ts';

export class Ui {
  readonly shell: Shell;
  readonly overview: OverviewPage;
  readonly tasks: TasksPage;
  readonly task: TaskPage;
  readonly runs: RunsPage;
  readonly run: RunPage;
  readonly schedule: SchedulePage;
  readonly agents: AgentsPages;
  readonly assistant: AssistantPage;
  readonly knowledge: KnowledgePages;
  readonly approvals: ApprovalsPage;
  readonly approval: ApprovalPage;
  readonly validation: ValidationPage;
  readonly policy: PolicyPage;
  readonly audit: AuditPage;
  readonly clients: ClientsPage;
  readonly settings: SettingsPage;
  readonly signIn: SignInPage;

  constructor(page: Page) {
    this.shell = new Shell(page);
    this.overview = new OverviewPage(page);
    this.tasks = new TasksPage(page);
    this.task = new TaskPage(page);
    this.runs = new RunsPage(page);
    this.run = new RunPage(page);
    this.schedule = new SchedulePage(page);
    this.agents = new AgentsPages(page);
    this.assistant = new AssistantPage(page);
    this.knowledge = new KnowledgePages(page);
    this.approvals = new ApprovalsPage(page);
    this.approval = new ApprovalPage(page);
    this.validation = new ValidationPage(page);
    this.policy = new PolicyPage(page);
    this.audit = new AuditPage(page);
    this.clients = new ClientsPage(page);
    this.settings = new SettingsPage(page);
    this.signIn = new SignInPage(page);
  }
}
