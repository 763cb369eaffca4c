import { failed, passed, shown, type CheckContext, type CheckRunner } from '../check-runner.ts';
import { CheckGivenUp, CheckThread } from '../worker/check-thread.ts';
import type { OutputFinding, OutputPatterns } from '../worker/jobs.ts';

/** As much as a worker is given at once. */
const PIECE_BYTES = 262_144;

export const outputCheck: CheckRunner<'output'> = {
  kind: 'output',
  describe({ output: { matches, lacks, stream } }) {
    const what = stream === undefined ? 'the output' : `std${stream}`;
    const parts = [
      ...(matches === undefined ? [] : [`matches /${matches}/`]),
      ...(lacks === undefined ? [] : [`does not match /${lacks}/`]),
    ];
    return `${what} ${parts.join(' and ')}`;
  },
  async judge({ output: { matches, lacks, stream } }, context, signal) {
    let finding: OutputFinding;
    try {
      finding = await search({ matches, lacks }, stream, context, signal);
    } catch (error) {
      if (error instanceof CheckGivenUp) return failed(`the pattern ${error.message}`);
      if (error instanceof SyntaxError) return failed(`the pattern cannot be read (${error.message})`);
      throw error;
    }
    if (finding.lacked !== undefined) return failed(`there is ${shown(finding.lacked)}`);
    if (matches === undefined) return passed('there is nothing of that kind');
    return finding.matched === undefined
      ? failed(`nothing matches /${matches}/`)
      : passed(`there is ${shown(finding.matched)}`);
  },
};

async function search(
  patterns: OutputPatterns,
  stream: 'out' | 'err' | undefined,
  context: CheckContext,
  signal: AbortSignal,
): Promise<OutputFinding> {
  await using thread = new CheckThread({ kind: 'output', patterns });
  for await (const piece of context.readOutput()) {
    signal.throwIfAborted();
    if (stream !== undefined && piece.stream !== stream) continue;
    for (let at = 0; at < piece.bytes.length; at += PIECE_BYTES) {
      const bytes = piece.bytes.slice(at, at + PIECE_BYTES);
      const answer = await thread.ask({ piece: { stream: piece.stream, bytes } }, signal);
      if ('output' in answer && answer.decided) return answer.output;
    }
  }
  const answer = await thread.ask({ end: true }, signal);
  return 'output' in answer ? answer.output : {};
}
