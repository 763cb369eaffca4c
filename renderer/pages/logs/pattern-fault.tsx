/** A fault in a pattern, shown at its place. */
import { capital } from '../../words/run-state.ts';

export function PatternFault({
  pattern,
  column,
  message,
}: {
  pattern: string;
  /** 1-based. */
  column: number;
  message: string;
}) {
  const at = column - 1;
  return (
    <div role="alert" id="pattern-fault" className="shrink-0 border-b border-line px-4 py-3 md:px-6">
      <p className="text-failed">{capital(message)}.</p>
      <pre className="mt-1 overflow-x-auto font-mono text-sm" aria-hidden>
        {pattern.slice(0, at)}
        <span className="pattern-fault">{pattern.slice(at, at + 1) || ' '}</span>
        {pattern.slice(at + 1)}
      </pre>
    </div>
  );
}
