import type { Steps } from './switch-over.ts';

const PLANNED = {
  stop: 'end the one that the service runs, and wait until it is gone',
  switch: 'lead `current` to the release',
  write: "write the service's file, which was linted",
  start: 'have it loaded and started',
  verify: 'wait until the control socket and both ports are answered by the process that the service started',
};

/** What a change would do, after the release is there. */
export function plannedSteps(): Steps {
  return Object.entries(PLANNED).map(([step, note]) => ({ step, state: 'planned', note }));
}
