/** The collector of traces that is set: it answers. */
import { exportRequest } from '../../telemetry/traces/otlp-json.ts';
import { postSpans } from '../../telemetry/traces/post-spans.ts';
import { fine, type Check } from '../check.ts';

export const tracesCheck: Check = {
  id: 'traces',
  title: 'Collector of traces',
  async examine({ settings }) {
    const { otlp } = (await settings()).values;
    if (otlp === null) return fine('none is set');
    // Of no spans: it changes nothing there.
    const posted = await postSpans(otlp.endpoint, exportRequest([], {}));
    if (posted.outcome === 'taken') return fine(otlp.endpoint);
    return {
      note: otlp.endpoint,
      findings: [
        {
          subject: otlp.endpoint,
          severity: 'warning',
          message: 'the collector of traces does not take any',
          evidence: [posted.message],
          remedy:
            'start it, or take its address out of the settings ("otlp": null); runs are not disturbed by it',
        },
      ],
    };
  },
};
