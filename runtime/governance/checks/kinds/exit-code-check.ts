import { failed, passed, type CheckRunner } from '../check-runner.ts';

export const exitCodeCheck: CheckRunner<'exitCode'> = {
  kind: 'exitCode',
  describe: ({ exitCode }) => `the exit code is ${[exitCode].flat().join(' or ')}`,
  judge({ exitCode }, context) {
    const code = context.exitCode;
    const wanted = [exitCode].flat();
    if (code === undefined) return Promise.resolve(failed('there is no exit code'));
    return Promise.resolve(
      wanted.includes(code)
        ? passed(`the exit code is ${code}`)
        : failed(`the exit code is ${code}, not ${wanted.join(' or ')}`),
    );
  },
};
