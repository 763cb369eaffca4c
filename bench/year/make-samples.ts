/** A year of gauges, once an hour: agents that get better, a disk that fills, a main thread that is seldom late. */
import type { HomeLayout } from '#runtime/home/layout.ts';
import { zoneOf } from '#runtime/schedule/zone.ts';
import { Figures } from '#runtime/telemetry/figures/figures.ts';
import { noteSample } from '#runtime/telemetry/note/samples.ts';

const HOUR = 3_600_000;
const GB = 1e9;

export function makeSamples(
  layout: HomeLayout,
  { from, to, random }: { readonly from: number; readonly to: number; readonly random: () => number },
): void {
  using figures = new Figures(layout.figures, to);
  const zone = zoneOf(undefined);
  for (let at = from; at < to; at += HOUR) {
    const year = (at - from) / (to - from);
    const failing = Math.round(38 * (1 - year) + 3 * random());
    const ghost = Math.round(9 * (1 - year));
    const burst = random() < 0.05;
    noteSample(
      figures,
      at,
      {
        'queue.running': Math.floor(random() * 4),
        'queue.queued': burst ? Math.floor(random() * 30) : 0,
        'queue.awaiting': random() < 0.1 ? 1 : 0,
        'memory.bytes': 150e6 + 30e6 * random(),
        'loop.mean_ms': 0.4 + random(),
        'loop.max_ms': 3 + (burst ? 40 : 8) * random(),
        'agents.running': 26,
        'agents.idle': Math.max(0, 82 - 26 - failing - ghost),
        'agents.failing': failing,
        'agents.ghost': ghost,
        'agents.broken': 0,
        'agents.troubled': failing + ghost,
        'size.ledger': 0.02 * GB + 0.6 * GB * year,
        'size.logs': 0.1 * GB + 1.6 * GB * Math.min(1, year * 2),
        'size.knowledge': 0.3 * GB + 0.1 * GB * year,
        'size.telemetry': 5e6 + 25e6 * year,
        'disk.free': 210 * GB - 130 * GB * year + 2 * GB * random(),
        'disk.total': 494 * GB,
      },
      zone,
    );
  }
}
