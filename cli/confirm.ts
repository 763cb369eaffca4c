/** Asks before something is done that cannot be taken back. */
import { createInterface } from 'node:readline/promises';
import { LukaError } from '#shared/errors/luka-error.ts';

/** @returns whether the person typed yes. @throws LukaError usage where nobody is there to ask */
export async function confirm(
  question: string,
  streams: { input: NodeJS.ReadStream; output: NodeJS.WriteStream } = {
    input: process.stdin,
    output: process.stderr,
  },
): Promise<boolean> {
  if (!streams.input.isTTY)
    throw new LukaError('usage', {
      message: 'nobody is at the terminal to be asked',
      remedy: 'look at it first, then say --yes',
    });
  const lines = createInterface(streams);
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
