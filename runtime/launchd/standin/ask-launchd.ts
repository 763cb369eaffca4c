/** Talks to the stand-in's launchd, which is started where it does not run. Never ships. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LaunchdFault, LaunchdSettings, LaunchdState } from './launchd-state.ts';

export type LaunchdRequest =
  /** `plain`: the reply is `<code> <bytes of out>\n`, out, err, for a caller that reads no JSON. */
  | { readonly args: readonly string[]; readonly plain?: true }
  | { readonly set: LaunchdSettings }
  | { readonly fault: LaunchdFault }
  | { readonly clear: true }
  | { readonly reboot: true }
  | { readonly stop: true }
  | { readonly look: true };

export interface LaunchdReply {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly state?: LaunchdState;
}

export function socketOf(folder: string): string {
  return join(folder, 'launchd.sock');
}

const ATTEMPTS = 300;
const BETWEEN_MS = 50;

/** @param folder the stand-in's own */
export async function askLaunchd(folder: string, request: LaunchdRequest): Promise<LaunchdReply> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const reply = await once(folder, request);
    if (reply) return reply;
    // One that was started may have found another that is about to end: start it again now and then.
    if (attempt % 60 === 0) startLaunchd(folder);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  throw new Error('the stand-in of launchd cannot be reached');
}

function startLaunchd(folder: string): void {
  const program = fileURLToPath(new URL('launchd.ts', import.meta.url));
  spawn(process.execPath, [program, folder], { detached: true, stdio: 'ignore' }).unref();
}

/** @returns undefined where nobody listens */
function once(folder: string, request: LaunchdRequest): Promise<LaunchdReply | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketOf(folder));
    let text = '';
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('data', (part: string) => (text += part));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(error.code ?? '')) resolve(undefined);
      else reject(error);
    });
    socket.once('end', () => resolve(text === '' ? undefined : (JSON.parse(text) as LaunchdReply)));
  });
}
