/** How a service does, in a word and a colour. */
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { SERVICE_WORDS } from '../words/service-state.ts';
import { TONE_TEXT } from './tone.ts';

export function ServiceBadge({ service }: { service: ServiceStatus }) {
  const { label, tone } = SERVICE_WORDS[service.state];
  return (
    <span
      className={`shrink-0 text-sm ${tone === 'failed' ? 'font-semibold' : ''} ${TONE_TEXT[tone]}`}
      title={service.message}
    >
      <span className="sr-only">Service: </span>
      {label}
    </span>
  );
}
