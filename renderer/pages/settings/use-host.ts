import { useEffect, useState } from 'react';
import type { HostFacts } from '#shared/ipc/channels.ts';
import { bridge } from '../../session/host.ts';

/** What carries the page, where that is Luka's own window. */
export function useHost(): HostFacts | undefined {
  const [host, setHost] = useState<HostFacts>();
  useEffect(() => void bridge?.invoke('luka:host').then(setHost), []);
  return host;
}
