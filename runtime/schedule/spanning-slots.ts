/**
 * Long absences are told as one row, which may begin long before the time that is asked about. Rows of one trigger follow
 * each other, so that only the newest of each can reach into it: these queries hop from one trigger to the next.
 */

/** The newest row of each trigger that began before ?1, where it stands for many moments and the last is ?2 or later. */
const SPANNING_OF = (tasks: string) => `
  with recursive
    t (task) as (${tasks}),
    k (task, trigger) as (
      select task, (select min(trigger) from slots where slots.task = t.task) from t where task is not null
      union all
      select task, (select min(trigger) from slots where slots.task = k.task and slots.trigger > k.trigger)
      from k where k.trigger is not null
    )
  select s.*, r.state as run_state from k
    join slots s on s.task = k.task and s.trigger = k.trigger and s.due =
      (select max(due) from slots x where x.task = k.task and x.trigger = k.trigger and x.due < ?1)
    left join runs r on r.id = s.run
  where k.trigger is not null and s.count > 1 and s.last_due >= ?2
  order by s.due, s.task, s.trigger`;
export const SPANNING = SPANNING_OF(`
  select min(task) from slots
  union all
  select (select min(task) from slots where slots.task > t.task) from t where t.task is not null`);
export const SPANNING_TASK = SPANNING_OF('select ?3');
