import { Link } from 'wouter';
import type { Task } from '#shared/nouns/task.ts';
import { plainLine } from '../../words/plain.ts';
import { tasksOf } from './module-rows.ts';

/** The tasks whose runs load a module, each with the way to it. */
export function TaskLinks({
  module,
  tasks,
  before = '',
}: {
  module: string;
  tasks: readonly Task[];
  /** Said before the first. */
  before?: string;
}) {
  const using = tasksOf(module, tasks);
  if (using.length === 0) return <span className="text-ink-3">no task uses it</span>;
  return (
    <span className="[overflow-wrap:anywhere]">
      <span className="text-ink-3">{before}</span>
      {using.map(({ id, title, state }, index) => (
        <span key={id}>
          {index === 0 ? '' : ', '}
          <Link to={`/tasks/${encodeURIComponent(id)}`} className="link">
            {plainLine(title)}
          </Link>
          {state === 'ready' ? '' : state === 'disabled' ? ' (off)' : ' (broken file)'}
        </span>
      ))}
    </span>
  );
}
