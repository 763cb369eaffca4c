/** Runs the system's program for secrets: what is secret goes in by stdin and comes out by stdout, never by arguments. */
import { spawn } from 'node:child_process';
import { storeUnavailable } from './secret-store.ts';

export interface ToolAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** @throws LukaError secret_store_unavailable where it is not there, is killed, or takes too long */
export type RunTool = (args: readonly string[], input?: string) => Promise<ToolAnswer>;

/** It may ask the person in a window, who may be away. */
const PATIENCE_MS = 30_000;
const MOST_OUTPUT = 1_048_576;

export function createTool(program: string, env: NodeJS.ProcessEnv, patienceMs = PATIENCE_MS): RunTool {
  return async (args, input = '') => {
    const child = spawn(program, [...args], { env: { ...env, LC_ALL: 'C' }, stdio: 'pipe' });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, patienceMs);
    try {
      const out = collect(child.stdout);
      const err = collect(child.stderr);
      // One that does not read its input may have ended already; its exit code tells more.
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
      if (code === null)
        throw storeUnavailable(
          late ? `${program} did not answer within ${patienceMs / 1_000} s` : `${program} was killed`,
          'it may be asking for permission in a window; else use the encrypted file: LUKA_SECRET_STORE=file',
        );
      return { code, out: out(), err: err() };
    } catch (error) {
      if (error instanceof Error && 'syscall' in error)
        throw storeUnavailable(`${program} cannot be started (${error.message})`, undefined, error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_OUTPUT) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
