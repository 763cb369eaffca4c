/** What can be done about it, as buttons. Each asks Luka like every other button: its gates and questions are the same. */
import { ArrowRight } from 'lucide-react';
import { Link } from 'wouter';
import type { ProposedAction } from '#shared/nouns/assistant.ts';
import { RunAgainButton } from '../../ui/run-buttons.tsx';
import { plainLine } from '../../words/plain.ts';
import { RunTaskButton } from '../tasks/run-task-button.tsx';
import { useTasks } from '../tasks/use-tasks.ts';
import { isPage } from './own-page.ts';

export function AnswerActions({ actions }: { actions: readonly ProposedAction[] }) {
  if (actions.length === 0) return null;
  return (
    <ul aria-label="What you can do" className="mt-3 flex flex-wrap gap-2">
      {actions.map((action) => (
        <li key={`${action.kind} ${action.label}`}>
          <ActionButton action={action} />
        </li>
      ))}
    </ul>
  );
}

function ActionButton({ action }: { action: ProposedAction }) {
  const label = plainLine(action.label);
  switch (action.kind) {
    case 'run-task':
      return <RunTask id={action.task} label={label} />;
    case 'rerun':
      return <RunAgainButton run={{ id: action.run, title: label }} text={label} />;
    case 'open':
      return isPage(action.page) ? (
        <Link to={action.page} className="btn">
          {label}
          <ArrowRight size={12} aria-hidden />
        </Link>
      ) : null;
  }
}

function RunTask({ id, label }: { id: string; label: string }) {
  const tasks = useTasks();
  const task = tasks?.find((each) => each.id === id);
  if (task) return <RunTaskButton task={task} text={label} />;
  return (
    <button
      type="button"
      className="btn"
      disabled
      title={tasks ? `There is no task ${id} any more` : 'Reading the tasks…'}
    >
      {label}
    </button>
  );
}
