/** Whether a host answers. */
import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { connect } from 'node:net';
import { onePerKey } from './bounded.ts';

/** Where a bare host is knocked at. */
const HTTPS = 443;
const PATIENCE_MS = 3_000;

export interface Target {
  readonly host: string;
  /** Undefined for a bare host. */
  readonly port: number | undefined;
}

/** `host`, `host:port`, `[::1]:port` or a bare IPv6 address. */
export function parseTarget(text: string): Target {
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text);
  const match = bracketed ?? /^([^:]+):(\d{1,5})$/.exec(text);
  if (!match?.[1]) return { host: text, port: undefined };
  return { host: match[1], port: match[2] === undefined ? undefined : Number(match[2]) };
}

/** By the system's resolver: only that knows the names of the local network (`nas.local`) and of /etc/hosts. */
const addressesOf = onePerKey((host) => lookup(host, { all: true }));

/**
 * True where a TCP connection comes about within 3 s. A bare host is asked at port 443; where that is shut the host has
 * answered all the same.
 */
export async function answers(text: string, patience = PATIENCE_MS): Promise<boolean> {
  const { host, port } = parseTarget(text);
  if (port !== undefined && port > 65_535) return false;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patience);
  timer.unref();
  let over = false;
  let giveUp = (): void => undefined;
  addressesOf(host).then(
    (addresses) => {
      if (!over) giveUp = knock(addresses, host, port, resolve);
    },
    // No such name, or nobody who knows names can be reached.
    () => resolve(false),
  );
  try {
    return await promise;
  } finally {
    over = true;
    clearTimeout(timer);
    giveUp();
  }
}

/** @returns a function that gives up */
function knock(
  addresses: readonly LookupAddress[],
  host: string,
  port: number | undefined,
  tell: (answers: boolean) => void,
): () => void {
  const socket = connect({
    host,
    port: port ?? HTTPS,
    // Both families are tried (RFC 8305), each address in its turn.
    autoSelectFamily: true,
    lookup: (_, options, found) => {
      const [first] = addresses;
      if (options.all || !first) found(null, [...addresses]);
      else found(null, first.address, first.family);
    },
  });
  socket.once('connect', () => tell(true));
  socket.once('error', (error) => tell(port === undefined && wasRefused(error)));
  return () => socket.destroy();
}

function wasRefused(error: NodeJS.ErrnoException & { errors?: readonly NodeJS.ErrnoException[] }): boolean {
  return error.code === 'ECONNREFUSED' || (error.errors ?? []).some((one) => one.code === 'ECONNREFUSED');
}
