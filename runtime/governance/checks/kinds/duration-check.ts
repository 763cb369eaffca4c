import { formatDuration, formatInterval } from '#shared/nouns/duration.ts';
import { failed, passed, type CheckRunner } from '../check-runner.ts';

export const durationCheck: CheckRunner<'duration'> = {
  kind: 'duration',
  describe: ({ duration }) => `it takes less than ${formatInterval(duration.under)}`,
  judge({ duration }, { durationMs }) {
    const took = `it took ${formatDuration(durationMs)}`;
    return Promise.resolve(
      durationMs < duration.under
        ? passed(took)
        : failed(`${took}, of less than ${formatInterval(duration.under)}`),
    );
  },
};
