/** The numbers behind a chart, for who cannot see it and for who wants to read them. */
import { useState } from 'react';
import { Link } from 'wouter';
import type { ChartData } from './chart-data.ts';
import { TableBox } from './table-button.tsx';

/** Rows at first: a year of days and then some. */
const FIRST = 400;

/** The newest first: it is what people ask about. */
export function ChartTable({
  id,
  label,
  data: { at, series, when, href },
}: {
  id: string;
  label: string;
  data: ChartData;
}) {
  const [all, setAll] = useState(false);
  const indexes = at.map((_, index) => index).reverse();
  const shown = all ? indexes : indexes.slice(0, FIRST);
  return (
    <TableBox id={id} label={label}>
      <table className="chart-table">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            {series.map((each) => (
              <th key={each.label} scope="col" className="text-right">
                {each.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((index) => (
            <tr key={index}>
              <th scope="row">
                <Named href={href?.(index)}>{when(index)}</Named>
              </th>
              {series.map(({ label: name, values, unit }) => {
                const value = values[index];
                return (
                  <td key={name} className="text-right">
                    {value == null ? <None /> : unit.words(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < indexes.length ? (
        <button type="button" className="btn mt-2" onClick={() => setAll(true)}>
          Show all {indexes.length.toLocaleString('en-GB')} rows
        </button>
      ) : null}
    </TableBox>
  );
}

function Named({ href, children }: { href: string | undefined; children: string }) {
  return href === undefined ? (
    children
  ) : (
    <Link to={href} className="link">
      {children}
    </Link>
  );
}

export function None() {
  return (
    <span className="text-ink-3">
      <span aria-hidden>–</span>
      <span className="sr-only">none</span>
    </span>
  );
}
