/** Every kind of check. */
import { checkKind, type Check, type CheckKind, type CheckOf } from '#shared/nouns/check.ts';
import type { CheckContext, CheckRunner, Judgement } from '../check-runner.ts';
import { understand } from '../sentence-forms.ts';
import { argvCheck, runCheck } from './command-check.ts';
import { durationCheck } from './duration-check.ts';
import { exitCodeCheck } from './exit-code-check.ts';
import { fileCheck } from './file-check.ts';
import { httpCheck } from './http-check.ts';
import { knowledgeCheck } from './knowledge-check.ts';
import { outputCheck } from './output-check.ts';

/** A sentence is the check that it means, or for a human. */
const sentenceCheck: CheckRunner<'sentence'> = {
  kind: 'sentence',
  describe: ({ sentence }) => sentence,
  judge({ sentence }, context, signal) {
    const meant = understand(sentence);
    if (meant) return judgeCheck(meant, context, signal);
    return Promise.resolve({ outcome: 'undecided', message: 'only a human can tell' });
  },
};

const RUNNERS: { readonly [K in CheckKind]: CheckRunner<K> } = {
  exitCode: exitCodeCheck,
  output: outputCheck,
  file: fileCheck,
  run: runCheck,
  argv: argvCheck,
  http: httpCheck,
  duration: durationCheck,
  knowledge: knowledgeCheck,
  sentence: sentenceCheck,
};

function runnerOf<K extends CheckKind>(check: CheckOf<K>): CheckRunner<K> {
  return RUNNERS[checkKind(check) as K];
}

/** What a check asks, in words. */
export function describeCheck(check: Check): string {
  return runnerOf(check as CheckOf<CheckKind>).describe(check as never);
}

export function judgeCheck(check: Check, context: CheckContext, signal: AbortSignal): Promise<Judgement> {
  return runnerOf(check as CheckOf<CheckKind>).judge(check as never, context, signal);
}
