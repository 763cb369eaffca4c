/** A part of the insights: what was read, why it could not be, or its room while it is being read. */
import type { ReactNode } from 'react';
import type { Fetched } from '../../live/use-fetched.ts';
import { Section } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';

export function InsightSection<T>({
  id,
  title,
  aside,
  read: { value, error },
  height,
  children,
}: {
  id: string;
  title: string;
  aside?: ReactNode;
  read: Pick<Fetched<T>, 'value' | 'error'>;
  /** Pixels it will about have, so that what is below does not jump. */
  height: number;
  children: (value: T) => ReactNode;
}) {
  return (
    <Section id={id} title={title} aside={aside}>
      {value === undefined ? (
        error === undefined ? (
          <div aria-hidden style={{ height }} />
        ) : (
          <Problem error={error} className="py-3" />
        )
      ) : (
        children(value)
      )}
    </Section>
  );
}

/** A chart's own heading, under that of its section. */
export function ChartTitle({ children }: { children: ReactNode }) {
  return <h3 className="mb-1 font-medium">{children}</h3>;
}

/** Charts beside each other where there is room. */
export function ChartPair({ children }: { children: ReactNode }) {
  return <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">{children}</div>;
}
