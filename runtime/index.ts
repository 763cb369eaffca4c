/** What the package exports. */
export { createRuntime, type Runtime, type RuntimeOptions, type StartedRuntime } from './create-runtime.ts';
export { defineTask, type ModuleTask, type TaskContext } from './tasks/define-task.ts';
export { run_auto, run_manual, type HostOptions } from './run-hosts.ts';
