/** Draws a chart into an element for as long as a component shows it, and keeps its size and its cursor. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import uPlot from 'uplot';
import { plotData, plotOptions, type PlotSpec } from './plot-options.ts';

type Drawn = Omit<PlotSpec, 'width'>;

/**
 * @param spec must be the same object for as long as the same is drawn
 * @param width in pixels; 0 draws nothing yet
 * @param cursor the moment that is marked; undefined marks none, null leaves the cursor to the pointer
 */
export function usePlot(
  box: { readonly current: HTMLElement | null },
  spec: Drawn,
  width: number,
  cursor: number | null | undefined,
): void {
  const drawn = useRef<uPlot>(undefined);
  const ready = width > 0;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !ready) return undefined;
    const made = new uPlot(
      plotOptions({ ...spec, width: element.clientWidth }),
      plotData(spec.data),
      element,
    );
    drawn.current = made;
    return () => {
      drawn.current = undefined;
      made.destroy();
    };
  }, [box, spec, ready]);
  useEffect(() => {
    const plot = drawn.current;
    if (!plot) return;
    if (plot.width !== width && width > 0) plot.setSize({ width, height: spec.height });
    if (cursor === null) return;
    const at = cursor === undefined ? undefined : spec.data.at[cursor];
    const place = at === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(at, 'x'), top: 10 };
    plot.setCursor(place, false);
  }, [spec, width, cursor]);
}
