/** A path that breaks after its slashes rather than inside its names. */
import { Fragment } from 'react';

export function Path({ path }: { path: string }) {
  const parts = path.split('/');
  return (
    <code className="min-w-0 [overflow-wrap:anywhere]">
      {parts.map((part, index) => (
        // Parts have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={index}>
          {part}
          {index < parts.length - 1 ? '/' : null}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}
