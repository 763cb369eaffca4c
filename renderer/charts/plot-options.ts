/** What a chart is to uPlot, which draws it. */
import uPlot from 'uplot';
import type { Range } from '../words/zone.ts';
import type { Band, ChartData, ChartSeries, Value } from './chart-data.ts';
import { hatch } from './hatch.ts';
import type { Colors } from './theme-colors.ts';
import { timeTicks } from './time-ticks.ts';
import type { Unit } from './units.ts';

const FONT = '11px -apple-system, "SF Pro Text", Inter, system-ui, sans-serif';
/** Pixels that a mark of the time axis needs beside the next. */
const TICK_SPACE = 72;
const DASHES: Readonly<Record<string, number[]>> = { dashed: [7, 4], dotted: [2, 3] };

export interface PlotSpec {
  readonly data: ChartData;
  readonly range: Range;
  readonly tz: string;
  readonly colors: Colors;
  readonly width: number;
  readonly height: number;
  /** Drawn on a scale on which each step multiplies: of values that are far apart. */
  readonly log: boolean;
  readonly band?: Band | undefined;
  /** Told of the moment at the cursor whenever that is moved, by whom ever. */
  readonly onPoint: (index: number | null) => void;
}

export function plotOptions(spec: PlotSpec): uPlot.Options {
  const { data, range, tz, colors, width, height, log } = spec;
  const unit = data.series[0]?.unit;
  const stacked = data.series.some(({ on }) => on !== undefined);
  return {
    width,
    height,
    ms: 1,
    padding: [10, 12, 0, 0],
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: {
        // A bar has no point on its top, and a mark has one already.
        show: (_self, index) => pointElement(colors, data.series[index - 1]),
      },
    },
    scales: {
      x: { time: false, range: () => [range.from, range.to] },
      y: log ? { distr: 3, log: 10 } : { range: (_self, least, most) => valueRange(unit, least, most) },
    },
    axes: [
      {
        stroke: colors.text,
        font: FONT,
        size: 26,
        gap: 6,
        grid: { stroke: colors.grid, width: 1 },
        ticks: { show: false },
        splits: (self) => ticksOf(self, range, tz).map(({ at }) => at),
        values: (self) => ticksOf(self, range, tz).map(({ text }) => text),
      },
      {
        stroke: colors.text,
        font: FONT,
        size: (_self, values) => axisWidth(values ?? []),
        gap: 6,
        space: 34,
        grid: { stroke: colors.grid, width: 1 },
        ticks: { show: false },
        ...(unit?.steps && !log ? { incrs: [...unit.steps] } : {}),
        values: (_self, splits) => splits.map((value) => (value == null ? '' : (unit?.tick(value) ?? ''))),
      },
    ],
    series: [{}, ...data.series.map((series) => seriesOptions(series, colors, stacked))],
    hooks: {
      drawAxes: [(self) => drawBand(self, spec.band, colors)],
      setCursor: [(self) => spec.onPoint(self.cursor.idx ?? null)],
    },
  };
}

export function plotData({ at, series }: ChartData): uPlot.AlignedData {
  return [
    [...at],
    ...series.map(({ values, on }) =>
      on === undefined
        ? [...values]
        : values.map((value, index) => (value == null ? value : value + (on[index] ?? 0))),
    ),
  ];
}

function seriesOptions(series: ChartSeries, colors: Colors, stacked: boolean): uPlot.Series {
  const { label, look, tone } = series;
  const color = colors[tone];
  const base: uPlot.Series = { label, stroke: color, width: 1.75, points: { show: false } };
  switch (look) {
    case 'line':
      return { ...base, points: { show: lonely, size: 5, fill: color } };
    case 'area':
      return { ...base, fill: `${color}24`, points: { show: lonely, size: 5, fill: color } };
    case 'dashed':
    case 'dotted':
      return { ...base, dash: DASHES[look] ?? [] };
    case 'bars':
    case 'hatched':
      return {
        ...base,
        width: 0,
        fill: look === 'bars' ? color : hatch(color, colors.ground, uPlot.pxRatio),
        ...barPaths(stacked, series.on),
      };
    case 'points':
      return { ...base, paths: () => null, points: { show: true, size: 4, width: 1, fill: color, space: 0 } };
    case 'crosses':
      return {
        ...base,
        paths: () => null,
        points: { show: true, size: 7, width: 2, space: 0, paths: crossPaths },
      };
    case 'marks':
      return {
        ...base,
        paths: () => null,
        points: { show: true, size: 11, width: 2.25, fill: colors.ground, space: 0 },
      };
  }
}

/** Failures among points: another shape, not only another colour. */
const crossPaths: uPlot.Series.Points.PathBuilder = (self, index, first, last) => {
  const path = new Path2D();
  const arm = 3 * uPlot.pxRatio;
  const values = self.data[index] ?? [];
  const moments = self.data[0] ?? [];
  for (let place = first; place <= last; place += 1) {
    const value = values[place];
    const at = moments[place];
    if (value == null || at == null) continue;
    const x = self.valToPos(at, 'x', true);
    const y = self.valToPos(value, 'y', true);
    path.moveTo(x - arm, y - arm);
    path.lineTo(x + arm, y + arm);
    path.moveTo(x - arm, y + arm);
    path.lineTo(x + arm, y - arm);
  }
  return { stroke: path };
};

function drawBand(self: uPlot, band: Band | undefined, colors: Colors): void {
  if (!band) return;
  const { left, top, width, height } = self.bbox;
  const clamp = (y: number): number => Math.min(top + height, Math.max(top, y));
  // A scale of multiples knows no zero.
  const low = self.valToPos(Math.max(band.low, Number.MIN_VALUE), 'y', true);
  const from = clamp(self.valToPos(band.high, 'y', true));
  const to = Number.isFinite(low) ? clamp(low) : top + height;
  self.ctx.save();
  self.ctx.fillStyle = `${colors.quiet}24`;
  self.ctx.fillRect(left, from, width, Math.max(1, to - from));
  self.ctx.restore();
}

/** A single value between gaps has no line to it: it is a point. */
function lonely(self: uPlot, index: number): boolean {
  const values = self.data[index] ?? [];
  let known = 0;
  for (const value of values) if (value != null) known += 1;
  return known <= 2;
}

/** @param on where each bar begins, where it stands on another */
function barPaths(stacked: boolean, on?: readonly Value[]): { paths?: uPlot.Series.PathBuilder } {
  const paths = uPlot.paths.bars?.({
    size: [0.72, 28, 1.5],
    align: 0,
    radius: stacked ? 0 : 0.15,
    ...(on === undefined
      ? {}
      : {
          disp: {
            y0: { unit: 1, values: () => [...on] },
            y1: { unit: 1, values: (self, index) => [...(self.data[index] ?? [])] },
          },
        }),
  });
  return paths ? { paths } : {};
}

function pointElement(colors: Colors, series: ChartSeries | undefined): HTMLElement {
  const point = document.createElement('div');
  const shown = series && ['line', 'area', 'dashed', 'dotted', 'points'].includes(series.look);
  point.className = shown ? 'chart-point' : 'chart-point chart-no-point';
  if (series) point.style.borderColor = colors[series.tone];
  return point;
}

const ticks = new WeakMap<uPlot, { width: number; ticks: ReturnType<typeof timeTicks> }>();

/** Reckoned once for each width: both of uPlot's questions are about the same ticks. */
function ticksOf(self: uPlot, range: Range, tz: string): ReturnType<typeof timeTicks> {
  const width = self.bbox.width / uPlot.pxRatio;
  let known = ticks.get(self);
  if (known?.width !== width) {
    const most = Math.max(2, Math.floor(width / TICK_SPACE));
    // The last one's text would not have room.
    const end = range.to - ((range.to - range.from) * TICK_SPACE) / 6 / width;
    known = { width, ticks: timeTicks(range, tz, most).filter(({ at }) => at <= end) };
    ticks.set(self, known);
  }
  return known.ticks;
}

function valueRange(unit: Unit | undefined, least: number | null, most: number | null): [number, number] {
  if (unit?.most !== undefined)
    // A share: its axis ends at all, and begins at a quarter below the least.
    return [Math.min(0.75, Math.floor((least ?? 0) * 4 - 0.01) / 4), unit.most].map((value) =>
      Math.max(0, value),
    ) as [number, number];
  return [0, Math.max(most ?? 0, Number.MIN_VALUE) * 1.06 || 1];
}

function axisWidth(values: readonly string[]): number {
  const longest = Math.max(1, ...values.map((value) => value.length));
  return Math.max(30, 12 + longest * 6.4);
}
