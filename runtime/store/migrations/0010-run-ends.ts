/** How a task's runs ended, each question by an index of its own: the assistant asks on the thread that serves everything else. */
export const sql = /* sql */ `
-- The newest success of a task that has failed ever since.
create index runs_succeeded on runs (task, id) where state = 'succeeded';
-- What became of one task in a time, among the runs of all.
create index runs_task_ended on runs (task, ended_at, state) where ended_at is not null;
`;
