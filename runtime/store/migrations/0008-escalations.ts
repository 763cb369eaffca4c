/** Answers that go to a human, until somebody settles them. */
export const sql = /* sql */ `
alter table answers add column escalated_at integer;
alter table answers add column escalated_by text;
alter table answers add column escalation_note text;
alter table answers add column settled_at integer;
alter table answers add column settled_by text;
alter table answers add column settled_note text;
update answers set escalated_at = at, escalated_by = 'person' where feedback = 'escalate';
create index answers_escalated on answers (escalated_at) where escalated_at is not null and settled_at is null;
`;
