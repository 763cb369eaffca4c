/** What a kind of step turns into: a process to start, or work that Luka does itself. One plug-in a file. */
import type { ParamValues } from '#shared/nouns/param.ts';
import type { StepRunState } from '#shared/nouns/run.ts';
import type { Step, StepKind } from '#shared/nouns/step.ts';
import type { RunCause } from '#shared/nouns/trigger.ts';
import type { HomeLayout } from '../../home/layout.ts';
import type { Ending } from '../ending.ts';

/** What a step may know of its run. */
export interface StepScope {
  readonly run: {
    readonly id: number;
    readonly task: string | undefined;
    readonly title: string;
    readonly cause: RunCause;
  };
  readonly params: ParamValues;
  /** Outputs of the steps before, by step id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly layout: HomeLayout;
  /** A folder of this run for inline code and outputs. */
  readonly scratch: string;
  /** Where relative paths start: the task's cwd. */
  readonly cwd: string;
  /** Absolute: from that folder where it is relative, `~` by the home of the person. */
  place(path: string, from: string): string;
  readonly programs: StepPrograms;
  /** Replaces `${{ … }}` with what it stands for here. */
  render(text: string): string;
  /** The same for a header's value, which may also name secrets. */
  renderHeader(value: string): string;
}

export interface StepPrograms {
  /** Luka's own Node, for modules and inline code. */
  readonly node: string;
  /** Reads CLS_SHELL, else bash, else sh. */
  readonly shell: string;
  /** The program that imports a module and calls it. */
  readonly moduleHost: string;
  /** Takes secrets out of what a step prints. */
  readonly maskFilter: string;
}

export interface ProcessPlan {
  readonly kind: 'process';
  readonly argv: readonly [string, ...string[]];
  /** What the ledger shows, where something of ours stands around it. */
  readonly command?: readonly string[];
  /** Its output goes on for a moment after its end: helpers of ours in its group pass it on. */
  readonly drains?: true;
  readonly env?: Readonly<Record<string, string>>;
}
export interface BuiltinPlan {
  readonly kind: 'builtin';
  /** How the ledger shows it. */
  readonly command: readonly string[];
  execute(io: BuiltinIo): Promise<Ending<StepRunState>>;
}
export interface BuiltinIo {
  readonly signal: AbortSignal;
  write(stream: 'out' | 'err', text: string | Uint8Array): void;
}
export type StepPlan = ProcessPlan | BuiltinPlan;

/** Where a step works: its own folder, or the task's. */
export function stepFolder(step: Step, scope: StepScope): string {
  return step.cwd === undefined ? scope.cwd : scope.place(scope.render(step.cwd), scope.cwd);
}

export interface StepRunner<S extends Step = Step> {
  readonly kind: StepKind;
  plan(step: S, scope: StepScope, index: number): Promise<StepPlan> | StepPlan;
}
