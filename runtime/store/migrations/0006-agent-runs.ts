/** How long launchd's jobs were seen to run: launchd does not say. */
export const sql = /* sql */ `
-- JSON: [pid, seconds] of the last runs, the newest last; each at least as long as that.
alter table agent_states add column runs text not null default '[]';
`;
