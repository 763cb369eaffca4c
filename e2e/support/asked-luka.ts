/** What Luka itself says, asked with the home's own token: the other side of what a page shows. */
import { expect } from '@playwright/test';
import type { Approval, ApprovalState, ApprovalSummary, Grant } from '#shared/nouns/approval.ts';
import type { AuditRow } from '#shared/nouns/audit.ts';
import type { ModuleRelease } from '#shared/nouns/release.ts';
import type { Role } from '#shared/nouns/role.ts';
import type { Run, RunSummary } from '#shared/nouns/run.ts';
import type { Settings } from '#shared/nouns/settings.ts';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import type { Slot } from '#shared/nouns/slot.ts';
import type { Task } from '#shared/nouns/task.ts';
import type { Published } from '../drivers/luka-process.ts';

export class AskedLuka {
  readonly #at: Pick<Published, 'apiUrl' | 'token'>;

  constructor(at: Pick<Published, 'apiUrl' | 'token'>) {
    this.#at = at;
  }

  /** The newest 500, newest first. */
  async runs(): Promise<RunSummary[]> {
    return (await this.#ask<{ runs: RunSummary[] }>('/api/v1/runs?limit=500')).runs;
  }

  run(id: number): Promise<Run> {
    return this.#ask(`/api/v1/runs/${id}`);
  }

  /** Starts a task, switched off or not. @returns the id of its run */
  async start(task: string, params: Record<string, string | number | boolean> = {}): Promise<number> {
    return (await this.#ask<RunSummary>(`/api/v1/tasks/${task}/runs`, { params, force: true })).id;
  }

  /** Waits for the end of a run that is there or will be. */
  async ended(id: number): Promise<void> {
    await expect
      .poll(async () => (await this.runs()).find((run) => run.id === id)?.endedAt, { timeout: 30_000 })
      .toBeDefined();
  }

  async services(): Promise<ServiceStatus[]> {
    return (await this.#ask<{ services: ServiceStatus[] }>('/api/v1/services')).services;
  }

  /** The process of a run's first step, once there is one. */
  async processOf(id: number): Promise<number> {
    const pid = async (): Promise<number | undefined> => (await this.run(id)).attempts[0]?.steps[0]?.pid;
    await expect.poll(pid).toBeDefined();
    return (await pid())!;
  }

  async tasks(): Promise<Task[]> {
    return (await this.#ask<{ tasks: Task[] }>('/api/v1/tasks')).tasks;
  }

  /** Newest first. */
  async slots(task: string): Promise<Slot[]> {
    return (await this.#ask<{ slots: Slot[] }>(`/api/v1/schedule/slots?task=${task}`)).slots;
  }

  /** What its clock shows, ms since 1970. */
  async clock(): Promise<number> {
    const day = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';
    return Date.parse((await this.#ask<{ now: string }>(`/api/v1/schedule/timeline?${day}`)).now);
  }

  /** Adds a folder to what is read, and waits until that is done. */
  async read(folder: string, name: string): Promise<void> {
    const { id } = await this.#ask<{ id: string }>('/api/v1/knowledge/sources', { folder, name });
    type Status = { sources: { id: string; state: string }[] };
    const state = async () =>
      (await this.#ask<Status>('/api/v1/knowledge')).sources.find((source) => source.id === id)?.state;
    await expect.poll(state, { timeout: 60_000 }).toBe('ready');
  }

  async remember(text: string, kind = 'note'): Promise<number> {
    return (await this.#ask<{ id: number }>('/api/v1/memories', { kind, text })).id;
  }

  settings(): Promise<Settings> {
    return this.#ask('/api/v1/settings');
  }

  /** Puts a policy in the place of the one there is. */
  async setPolicy(text: string): Promise<void> {
    const { hash } = await this.#ask<{ hash: string }>('/api/v1/policy');
    await this.#ask('/api/v1/policy', { text, hash }, { method: 'PUT' });
  }

  async policy(): Promise<{ text: string; paused: boolean }> {
    return this.#ask('/api/v1/policy');
  }

  /** Newest first. */
  async approvals(state?: ApprovalState): Promise<ApprovalSummary[]> {
    const query = state === undefined ? '' : `?state=${state}`;
    return (await this.#ask<{ approvals: ApprovalSummary[] }>(`/api/v1/approvals${query}`)).approvals;
  }

  approval(id: number): Promise<Approval> {
    return this.#ask(`/api/v1/approvals/${id}`);
  }

  /** Says yes to exactly what is asked about. */
  async approve(id: number, grant?: Grant): Promise<void> {
    const { hash } = await this.approval(id);
    await this.#ask(`/api/v1/approvals/${id}/approve`, { hash, ...(grant ? { grant } : {}) });
  }

  async deny(id: number, reason: string): Promise<void> {
    await this.#ask(`/api/v1/approvals/${id}/deny`, { reason });
  }

  /** @returns its token */
  async newClient(name: string, role: Role): Promise<string> {
    return (await this.#ask<{ token: string }>('/api/v1/clients', { name, role })).token;
  }

  /** Hands over a work order as whoever the token belongs to. @returns its run */
  async order(order: Record<string, unknown>, token: string): Promise<number> {
    return (await this.#ask<{ run: number }>('/api/v1/work-orders', order, { token })).run;
  }

  /** Lays a module ready as whoever the token belongs to. @returns its hash */
  async stage(module: string, text: string, token: string): Promise<string> {
    return (await this.#ask<{ hash: string }>('/api/v1/deploy/staged', { module, text }, { token })).hash;
  }

  /** The numbers of a module's releases, newest first, and the one that runs. */
  async releases(module: string): Promise<{ numbers: number[]; current: number | undefined }> {
    const { releases } = await this.#ask<{ releases: ModuleRelease[] }>(
      `/api/v1/deploy/modules?module=${module}`,
    );
    return {
      numbers: releases.map(({ number }) => number),
      current: releases.find(({ current }) => current)?.number,
    };
  }

  /** Newest first. */
  async audit(): Promise<AuditRow[]> {
    return (await this.#ask<{ rows: AuditRow[] }>('/api/v1/audit?limit=1000')).rows;
  }

  /** The status that a client with this token is answered. */
  async statusFor(token: string, path: string, body?: unknown): Promise<number> {
    const response = await fetch(`${this.#at.apiUrl}${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** The address of a new one-time link. */
  async link(): Promise<string> {
    return (await this.#ask<{ url: string }>('/api/v1/session/links', {})).url;
  }

  async #ask<Answer>(
    path: string,
    body?: unknown,
    { method = 'POST', token = this.#at.token }: { method?: 'POST' | 'PUT'; token?: string } = {},
  ): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    const init: RequestInit = { headers };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.method = method;
      init.body = JSON.stringify(body);
    }
    const response = await fetch(`${this.#at.apiUrl}${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
