/** Service states in words. The shared noun carries zod with it; a test ties the two. */
import type { ServiceState } from '#shared/nouns/service.ts';
import type { Tone } from './run-state.ts';

interface ServiceWords {
  readonly label: string;
  readonly tone: Tone;
  /** It should do its work and does not. */
  readonly down: boolean;
  /** There is something to stop. */
  readonly up: boolean;
}

export const SERVICE_WORDS: Readonly<Record<ServiceState, ServiceWords>> = {
  starting: { label: 'Starting', tone: 'waiting', down: false, up: true },
  healthy: { label: 'Healthy', tone: 'ok', down: false, up: true },
  unhealthy: { label: 'Unhealthy', tone: 'failed', down: true, up: true },
  backing_off: { label: 'Down, waits to start again', tone: 'failed', down: true, up: true },
  waiting: { label: 'Waiting', tone: 'waiting', down: false, up: true },
  stopping: { label: 'Stopping', tone: 'waiting', down: false, up: false },
  stopped: { label: 'Stopped', tone: 'quiet', down: false, up: false },
  failed: { label: 'Failed', tone: 'failed', down: true, up: false },
  disabled: { label: 'Off', tone: 'quiet', down: false, up: false },
};
