/**
 * A program of its own, between a step and the files of its log: reads what is secret from descriptor 3, then copies 4
 * to its stdout and 5 to its stderr, masked, and ends when both have. Luka may die meanwhile; the step's output does not
 * get past it.
 */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { hasCode } from '../../home/atomic-file.ts';
import { SecretPatterns } from './masker.ts';
import { unpackSecrets } from './secret-frames.ts';

/** How long nothing comes before a prompt such as `Password: s` is shown whole. */
const QUIET_MS = 200;
/** Nobody reads the other end just now. */
const RETRY_MS = 5;

let failure: unknown;

async function readAll(fd: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of new Socket({ fd, readable: true, writable: false })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What cannot be written is lost, and told; the step goes on, for its pipe must not fill up. */
function write(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length && failure === undefined) {
    try {
      written += writeSync(fd, bytes, written);
    } catch (error) {
      if (!hasCode(error, 'EAGAIN')) failure = error;
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function copy(patterns: SecretPatterns, from: number, to: number): Promise<void> {
  const masker = patterns.createMasker();
  const source = new Socket({ fd: from, readable: true, writable: false });
  let timer: NodeJS.Timeout | undefined;
  source.on('data', (chunk: Buffer) => {
    write(to, masker.push(chunk));
    if (timer === undefined) timer = setTimeout(() => write(to, masker.quiet()), QUIET_MS);
    else timer.refresh();
  });
  return new Promise((resolve) => {
    source.once('error', (error) => (failure ??= error));
    source.once('close', () => {
      clearTimeout(timer);
      write(to, masker.end());
      resolve();
    });
  });
}

// Whoever ends the step may end its whole family. What it wrote last still has to get through; the pipes' end ends this.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const)
  process.on(signal, () => undefined);

const patterns = new SecretPatterns(unpackSecrets(await readAll(3)));
await Promise.all([copy(patterns, 4, 1), copy(patterns, 5, 2)]);
if (failure !== undefined) {
  const reason = failure instanceof Error ? failure.message : 'unknown';
  failure = undefined;
  write(2, Buffer.from(`luka: a part of this log could not be written (${reason})\n`));
  process.exit(1);
}
process.exit(0);
