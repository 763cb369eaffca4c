/** What is open, each with the way to where it stands and the line that says it. */
import { Link } from 'wouter';
import type { ToDo, ToDoSource } from '#shared/nouns/report.ts';
import { Ago } from '../../ui/clock.tsx';
import { plainLine } from '../../words/plain.ts';

export function ToDoList({ toDos }: { toDos: readonly ToDo[] }) {
  return (
    <ul aria-label="Open to-dos" className="divide-y divide-line border-y border-line">
      {toDos.map((toDo) => {
        const { source, phase, task, owner, since } = toDo;
        const { to, words } = placeOf(source);
        return (
          <li
            key={`${source.kind} ${source.id} ${source.line ?? ''}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 py-2 md:grid-cols-[110px_minmax(0,1fr)_110px_150px_104px]"
          >
            <span className="truncate text-ink-2 max-md:order-3" title={phase}>
              {plainLine(phase)}
            </span>
            <span className="min-w-0 max-md:order-1 max-md:col-span-2">
              <bdi className="[overflow-wrap:anywhere]">{plainLine(task)}</bdi>
              {source.text === undefined ? null : (
                <code className="mt-0.5 block truncate text-ink-3" title={plainLine(source.text)}>
                  {plainLine(source.text)}
                </code>
              )}
            </span>
            <span className="truncate font-medium max-md:order-4 max-md:text-right" title={owner}>
              {plainLine(owner)}
            </span>
            <span className="truncate text-sm max-md:order-5">
              <Link to={to} className="link">
                {words}
              </Link>
            </span>
            <span className="text-right text-sm text-ink-3 max-md:order-6">
              {since === undefined ? '' : <Ago at={since} />}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function placeOf({ kind, id, line }: ToDoSource): { to: string; words: string } {
  const at = line === undefined ? '' : `, line ${line}`;
  switch (kind) {
    case 'approval':
      return { to: `/approvals/${id}`, words: `approval ${id}` };
    case 'result':
    case 'run':
      return { to: `/runs/${id}`, words: `run #${id}` };
    case 'quarantine':
      return { to: `/tasks/${encodeURIComponent(id)}`, words: 'the task' };
    case 'answer':
      return { to: '/assistant', words: `answer ${id}` };
    case 'memory':
      return { to: '/knowledge/memories', words: `memory ${id}${at}` };
    case 'report':
      return { to: `/reports/${encodeURIComponent(id)}`, words: `${id}${at}` };
  }
}
