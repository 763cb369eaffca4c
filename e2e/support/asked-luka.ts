/** What Luka itself says, asked with the home's own token: the other side of what a page shows. */
import { expect } from '@playwright/test';
import type { Run, RunSummary } from '#shared/nouns/run.ts';
import type { Settings } from '#shared/nouns/settings.ts';
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

  settings(): Promise<Settings> {
    return this.#ask('/api/v1/settings');
  }

  /** The address of a new one-time link. */
  async link(): Promise<string> {
    return (await this.#ask<{ url: string }>('/api/v1/session/links', {})).url;
  }

  async #ask<Answer>(path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.#at.token}` };
    const init: RequestInit = { headers };
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
      init.method = 'POST';
      init.body = JSON.stringify(body);
    }
    const response = await fetch(`${this.#at.apiUrl}${path}`, init);
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
