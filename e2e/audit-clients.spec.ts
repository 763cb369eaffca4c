/** The audit as a person reads it, proves it and takes it along; and the tokens of those who may talk to Luka. */
import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { AuditRow } from '#shared/nouns/audit.ts';
import { expect, test } from './luka-test.ts';

test.use({
  tasks: { tidy: 'title: Tidy up\nsteps:\n  - run: echo tidied\n' },
  // A name that is taken is refused, and the browser says so.
  expectedErrors: [/status of 400/],
});

test('the audit is filtered, opened, verified, exported; and an edit of it is found', async ({
  ui,
  asked,
  home,
  page,
}) => {
  await asked.setPolicy('network: true\n');
  await asked.setPolicy('network: false\n');
  const agent = await asked.newClient('codex-studio', 'codex');
  await asked.order({ title: 'Look around', steps: [{ run: 'true' }] }, agent);

  await ui.shell.goToGovernance('Audit');
  await expect(ui.audit.rowsWith('Run asked for').first()).toContainText('codex-studio');
  await ui.audit.action.selectOption('Policy changed');
  await expect(ui.audit.rows).toHaveCount(2);
  const change = await ui.audit.open(ui.audit.rows.first());
  await expect(change).toContainText('removed: network: true');
  await expect(change).toContainText('added: network: false');
  await ui.audit.action.selectOption('All actions');
  await ui.audit.actor.fill('codex-studio');
  await ui.audit.actor.press('Enter');
  await expect(ui.audit.rowsWith('Policy changed')).toHaveCount(0);
  await expect(ui.audit.rowsWith('Look around').first()).toBeVisible();
  await ui.audit.actor.fill('nobody-of-that-name');
  await ui.audit.actor.press('Enter');
  await expect(page.getByText('No row fits.')).toBeVisible();
  await ui.audit.actor.fill('');
  await expect(ui.audit.rowsWith('Policy changed')).toHaveCount(2);

  // What happens now is there at once.
  await asked.start('tidy');
  await expect(ui.audit.rowsWith('Run asked for').filter({ hasText: 'Tidy up' })).toBeVisible();

  await ui.audit.verify.click();
  await expect(ui.audit.verification).toContainText('none was changed, removed or moved');
  const saving = page.waitForEvent('download');
  await ui.audit.export.click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('luka-audit.jsonl');
  const lines = (await readFile(await file.path(), 'utf8')).trimEnd().split('\n');
  const rows = lines.map((line) => JSON.parse(line) as AuditRow);
  expect(rows).toEqual((await asked.audit()).toReversed());

  const ledger = new DatabaseSync(join(home, 'luka.db'));
  const { seq } = rows.find(({ action }) => action === 'policy.changed')!;
  ledger.exec('drop trigger if exists audit_no_update; drop trigger if exists audit_no_delete');
  ledger
    .prepare("update audit set body = replace(body, 'network: true', 'network: tru3') where seq = ?")
    .run(seq);
  ledger.close();
  await ui.audit.verify.click();
  await expect(ui.audit.verification).toContainText(`The audit was changed: row ${seq} was changed`);
});

test('a client is made with no more than its role may have, shown its token once, and revoked', async ({
  ui,
  asked,
  page,
}) => {
  await ui.shell.goToGovernance('Clients');
  await expect(page.getByText('Only you talk to Luka.')).toBeVisible();
  await ui.clients.newClient.click();
  await ui.clients.make.click();
  await expect(ui.clients.form).toContainText('Lower-case letters');
  await ui.clients.name.fill('studio');
  await ui.clients.role.selectOption('GG');
  await expect(ui.clients.scopes).toHaveCount(2);
  await ui.clients.role.selectOption('Codex');
  await expect(ui.clients.scopes).toHaveCount(3);
  await ui.clients.form.getByRole('checkbox', { name: /Write memories/ }).uncheck();
  await ui.clients.ends.selectOption('In 30 days');
  await ui.clients.make.click();
  await expect(ui.clients.made).toContainText('It is not shown again');
  const token = await ui.clients.token.innerText();
  expect(token).toMatch(/^lk_[\w-]{43}$/);
  // Escape does not lose it.
  await page.keyboard.press('Escape');
  await expect(ui.clients.made).toBeVisible();
  await ui.clients.haveIt.click();
  await expect(ui.clients.made).toHaveCount(0);
  expect(await page.content()).not.toContain(token);

  await expect(ui.clients.row('studio')).toContainText('See everything · Start and cancel runs, freeze');
  expect(await asked.statusFor(token, '/api/v1/status')).toBe(200);
  expect(await asked.statusFor(token, '/api/v1/clients')).toBe(403);
  expect(await asked.statusFor(token, '/api/v1/thaw', {})).toBe(403);

  await ui.clients.newClient.click();
  await ui.clients.name.fill('studio');
  await ui.clients.make.click();
  await expect(ui.clients.form.getByRole('alert')).toContainText('The name studio is taken');
  await page.keyboard.press('Escape');

  await ui.clients.revoke('studio');
  await expect(ui.clients.row('studio')).toContainText('revoked');
  expect(await asked.statusFor(token, '/api/v1/status')).toBe(401);
});
