/** Asks launchd what it knows of jobs: one list for all, and a closer look at those that it has loaded. */
import { LukaError } from '#shared/errors/luka-error.ts';
import type { AgentScope } from '#shared/nouns/agent.ts';
import type { Clock } from '../../clock.ts';
import { mapLimit } from '../../tasks/map-limit.ts';
import { agentExitOf } from '../launchctl/exit-codes.ts';
import { formatLaunchctlCode } from '../launchctl/launchctl-codes.ts';
import type { Launchctl } from '../launchctl/launchctl.ts';
import { readList, type ListedService } from '../launchctl/read-list.ts';
import { readPrintDisabled } from '../launchctl/read-print-disabled.ts';
import { readPrint } from '../launchctl/read-print.ts';
import type { RegistryView } from './registry-view.ts';

export interface Job {
  readonly label: string;
  readonly scope: AgentScope;
}

interface Looked {
  /** What the list said when it was looked at closely. */
  readonly listed: string;
  readonly at: number;
  readonly view: RegistryView;
}

const PRINTS_AT_ONCE = 4;
/** A close look at a job about which the list says nothing new is good for this long. */
const GOOD_FOR_MS = 30_000;
/** `launchctl print` of what launchd does not know. */
const NO_SERVICE = 113;

export class Registry {
  readonly #launchctl: Launchctl;
  readonly #clock: Clock;
  readonly #looked = new Map<string, Looked>();

  constructor(options: { launchctl: Launchctl; clock: Clock }) {
    this.#launchctl = options.launchctl;
    this.#clock = options.clock;
  }

  /** `gui/501/com.me.job`: what launchctl calls it. */
  target({ label, scope }: Job): string {
    return `${this.#domain(scope)}/${label}`;
  }

  /** What is known of a job may have changed: it is looked at anew. */
  forget(label: string): void {
    for (const target of this.#looked.keys()) if (target.endsWith(`/${label}`)) this.#looked.delete(target);
  }

  /** By target. Never throws for what launchd says: what cannot be told says why. */
  async look(jobs: readonly Job[]): Promise<ReadonlyMap<string, RegistryView>> {
    const targets = new Map(jobs.map((job) => [this.target(job), job]));
    let listed: ReadonlyMap<string, ListedService>;
    let disabled: Disabled;
    try {
      listed = await this.#list();
      disabled = await this.#disabled(jobs);
    } catch (error) {
      const view = told(error);
      return new Map([...targets.keys()].map((target) => [target, view]));
    }
    const views = await mapLimit([...targets], PRINTS_AT_ONCE, async ([target, job]) => {
      const own = job.scope === 'daemon' ? undefined : listed.get(job.label);
      // The list is of the person's own domain: what is not in it is not loaded there.
      if (job.scope !== 'daemon' && own === undefined)
        return [target, unloaded(disabled, this.#domain(job.scope), job)] as const;
      return [target, await this.#closely(target, job, JSON.stringify(own ?? null), disabled)] as const;
    });
    return new Map(views);
  }

  async #closely(target: string, job: Job, listed: string, disabled: Disabled): Promise<RegistryView> {
    const now = this.#clock.monotonic();
    const before = this.#looked.get(target);
    if (before?.listed === listed && now - before.at < GOOD_FOR_MS) return before.view;
    const view = await this.#print(target, job, disabled).catch(told);
    this.#looked.set(target, { listed, at: now, view });
    return view;
  }

  async #print(target: string, job: Job, disabled: Disabled): Promise<RegistryView> {
    const domain = this.#domain(job.scope);
    const { code, out } = await this.#launchctl.run(['print', target]);
    if (code === NO_SERVICE) return unloaded(disabled, domain, job);
    if (code !== 0)
      return { kind: 'unknown', reason: `launchctl print ended with ${formatLaunchctlCode(code)}` };
    const printed = readPrint(out);
    if (printed === undefined)
      return { kind: 'unknown', reason: 'what launchctl prints has a form that is not known' };
    const exit = agentExitOf(printed);
    return {
      kind: 'loaded',
      disabled: disabled.get(domain)?.get(job.label) ?? false,
      text: out,
      ...(printed.pid === undefined ? {} : { pid: printed.pid }),
      ...(printed.runs === undefined ? {} : { runs: printed.runs }),
      ...(printed.path === undefined ? {} : { from: printed.path }),
      ...(exit === undefined ? {} : { exit }),
      ...(printed.pended.length === 0 ? {} : { pended: printed.pended.join(', ') }),
    };
  }

  async #list(): Promise<ReadonlyMap<string, ListedService>> {
    const out = await this.#ask(['list']);
    return new Map(readList(out).map((service) => [service.label, service]));
  }

  async #disabled(jobs: readonly Job[]): Promise<Disabled> {
    const domains = new Set(jobs.map(({ scope }) => this.#domain(scope)));
    return new Map(
      await Promise.all(
        [...domains].map(
          async (domain) => [domain, readPrintDisabled(await this.#ask(['print-disabled', domain]))] as const,
        ),
      ),
    );
  }

  async #ask(args: readonly string[]): Promise<string> {
    const { code, out } = await this.#launchctl.run(args);
    if (code !== 0) throw new Error(`launchctl ${args.join(' ')} ended with ${formatLaunchctlCode(code)}`);
    return out;
  }

  /** Agents of all people run in the domain of each; a folder that somebody pointed at is taken for the person's. */
  #domain(scope: AgentScope): string {
    return scope === 'daemon' ? 'system' : `gui/${this.#launchctl.uid}`;
  }
}

type Disabled = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

function unloaded(disabled: Disabled, domain: string, { label }: Job): RegistryView {
  return { kind: 'unloaded', disabled: disabled.get(domain)?.get(label) ?? false };
}

function told(error: unknown): RegistryView {
  if (error instanceof LukaError && error.code === 'launchd_absent')
    return { kind: 'absent', reason: error.message };
  return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}
