/** Starts, stops and restarts a service. */
import { Play, RotateCw, Square } from 'lucide-react';
import { useState } from 'react';
import type { ServiceStatus } from '#shared/nouns/service.ts';
import { changeService, type ServiceAction } from '../../live/actions.ts';
import { SERVICE_WORDS } from '../../words/service-state.ts';

const LABELS: Readonly<Record<ServiceAction, string>> = { start: 'Start', stop: 'Stop', restart: 'Restart' };
const ICONS = { start: Play, stop: Square, restart: RotateCw } as const;

/** @param compact only what is done most: for a row among others */
export function ServiceButtons({ service, compact }: { service: ServiceStatus; compact?: boolean }) {
  const [busy, setBusy] = useState(false);
  const act = async (action: ServiceAction): Promise<void> => {
    setBusy(true);
    await changeService(service, action);
    setBusy(false);
  };
  const { up, down } = SERVICE_WORDS[service.state];
  const actions: ServiceAction[] = up ? (compact ? ['restart'] : ['restart', 'stop']) : ['start'];
  if (down && up && !compact) actions.unshift('start');
  return actions.map((action) => {
    const Icon = ICONS[action];
    return (
      <button
        key={action}
        type="button"
        className="btn"
        disabled={busy || service.state === 'disabled'}
        {...(compact ? { 'aria-label': `${LABELS[action]} ${service.title}` } : {})}
        onClick={() => void act(action)}
      >
        <Icon size={11} aria-hidden {...(action === 'restart' ? {} : { fill: 'currentColor' })} />
        {LABELS[action]}
      </button>
    );
  });
}
