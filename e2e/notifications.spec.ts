/** Notifications on their page, with a web server that really takes them and verifies whose they are. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { homeLayout } from '#runtime/home/layout.ts';
import { chooseSecretStore } from '#runtime/safety/secrets/stores/choose-store.ts';
import { expect, test as base } from './luka-test.ts';
import { expectSettled } from './support/axe.ts';

const SECRET = `whsec_${Buffer.from('an example of thirty-two bytes..').toString('base64')}`;

interface Taken {
  readonly path: string;
  readonly verified: { type: string; data: { title: string; kind: string } };
}
interface Receiver {
  readonly url: string;
  readonly taken: Taken[];
  readonly refused: string[];
}

const test = base.extend<{ receiver: Receiver }>({
  // Playwright wants the empty pattern.
  // oxlint-disable-next-line no-empty-pattern
  receiver: async ({}, use) => {
    const [taken, refused]: [Taken[], string[]] = [[], []];
    const server: Server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        try {
          const verified = new Webhook(SECRET).verify(body, request.headers as Record<string, string>);
          taken.push({ path: request.url ?? '', verified: verified as Taken['verified'] });
          response.writeHead(202).end('taken');
        } catch (error) {
          refused.push(String(error));
          response.writeHead(401).end('who are you');
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, taken, refused });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
  // oxlint-disable-next-line no-empty-pattern
  env: async ({}, use) => use({ LUKA_SECRET_STORE: 'file' }),
});

// Programs, a receiver and axe at once: a busy machine takes its time.
test.describe.configure({ timeout: 240_000 });

// A warning a day before is due at any hour of the day.
test.use({
  tasks: {
    bad: 'title: Nightly copy\ntags: [disk]\nsteps:\n  - run: exit 7\n',
    late: "title: Report\nsla: { succeededBy: '12:00', warn: 24h }\nsteps:\n  - run: echo done\n",
  },
});

test('a channel is added and tried; what fails is told, and the receiver knows whose word it is', async ({
  ui,
  page,
  home,
  receiver,
  asked,
}) => {
  const env = { ...process.env, LUKA_SECRET_STORE: 'file' };
  const secrets = await chooseSecretStore({ platform: process.platform, env, home: homeLayout(home) });
  await secrets.set('HOOK', SECRET);
  await ui.shell.goTo('Notifications');
  await expect(page.getByText('Nothing leaves this machine.')).toBeVisible();
  await expectSettled(page, 'notifications, none');

  await ui.notifications.newChannel();
  const { dialog } = ui.notifications;
  await dialog.getByLabel('Kind').selectOption({ label: 'Webhook' });
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Name').fill('ops');
  await dialog.getByLabel('Address').fill(`${receiver.url}/luka`);
  await dialog.getByLabel('Secret for the signature').fill('HOOK');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await expect(ui.notifications.channel('ops')).toContainText('Nothing was sent yet');
  await expect(ui.notifications.routes.last()).toContainText('ops');
  await expect(ui.notifications.file).toHaveValue(/secret: secret:HOOK/);

  await ui.notifications.test('ops');
  await expect(ui.notifications.channel('ops')).toContainText('HTTP 202: taken');
  await expect.poll(() => receiver.taken.map(({ verified }) => verified.type)).toEqual(['luka.test']);

  const run = await asked.start('bad');
  await asked.ended(run);
  await expect
    .poll(() => receiver.taken.map(({ verified }) => verified.data.title))
    .toContain('Nightly copy failed');
  expect(receiver.refused).toEqual([]);
  await expect(ui.notifications.messages.first()).toContainText('Nightly copy failed');
  await expect(ui.notifications.messages.first()).toContainText('Sent');
  await expectSettled(page, 'notifications');
  await ui.notifications.messages.first().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/runs/${run}$`));
});

test('the file is checked while it is typed; a message that cannot go is seen, and goes again when asked', async ({
  ui,
  page,
  home,
  receiver,
  asked,
}) => {
  await ui.shell.goTo('Notifications');
  await ui.notifications.file.fill('channels:\n  a:\n    kind: webhok\n');
  await expect(ui.notifications.problems).toContainText('webhook');
  await expect(ui.notifications.problems).toContainText('Line 3');
  // Nobody signs it: the receiver refuses.
  await ui.notifications.file.fill(
    `channels:\n  ops: { kind: webhook, url: '${receiver.url}/x' }\ndefault: [ops]\n`,
  );
  await expect(ui.notifications.state).toContainText('Nothing is wrong with it');
  await ui.notifications.save();
  await expect(ui.notifications.channel('ops')).toBeVisible();
  await asked.ended(await asked.start('bad'));
  await ui.notifications.only('Not sent');
  await expect(ui.notifications.messages.first()).toContainText('HTTP 401: who are you');
  await ui.shell.goTo('Overview');
  await expect(page.getByRole('region', { name: 'Messages that were not sent' })).toContainText(
    'who are you',
  );
  const env = { ...process.env, LUKA_SECRET_STORE: 'file' };
  const secrets = await chooseSecretStore({ platform: process.platform, env, home: homeLayout(home) });
  await secrets.set('HOOK', SECRET);
  await writeFile(
    join(home, 'notify.yaml'),
    `channels:\n  ops: { kind: webhook, url: '${receiver.url}/x', secret: secret:HOOK }\ndefault: [ops]\n`,
  );
  await ui.shell.goTo('Notifications');
  await expect(ui.notifications.file).toHaveValue(/secret:HOOK/);
  await page.getByRole('button', { name: 'Send again: Nightly copy failed' }).click();
  await expect
    .poll(() => receiver.taken.map(({ verified }) => verified.data.title))
    .toEqual(['Nightly copy failed']);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectSettled(page, 'notifications, narrow');
});

test('the file loses nothing when it is changed elsewhere', async ({ ui, page, home }) => {
  const file = join(home, 'notify.yaml');
  await writeFile(file, 'match: all\n');
  await ui.shell.goTo('Notifications');
  await expect(ui.notifications.file).toHaveValue('match: all\n');
  await ui.notifications.file.fill('match: first\n');
  await writeFile(file, 'match: all\nspace: 5GB\n');
  const conflict = page.getByRole('region', { name: 'The file was changed meanwhile' });
  await expect(conflict).toContainText('What you typed is still here');
  await conflict.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByLabel('From what is there now to yours')).toContainText('removed: space: 5GB');
  await expectSettled(page, 'the file was changed elsewhere');
  await conflict.getByRole('button', { name: 'Take what is there' }).click();
  await expect(ui.notifications.file).toHaveValue('match: all\nspace: 5GB\n');
  await ui.notifications.file.fill('match: first\n');
  await writeFile(file, 'space: 6GB\n');
  await conflict.getByRole('button', { name: 'Save mine over it' }).click();
  await expect(conflict).toHaveCount(0);
  await expect.poll(() => readFile(file, 'utf8')).toBe('match: first\n');
});

test('a deadline is shown before it is too late, on the overview and on the page of its task', async ({
  ui,
  page,
  asked,
}) => {
  const notice = page.getByRole('region', { name: 'Deadline of Report' });
  await ui.shell.goTo('Overview');
  await expect(notice).toContainText('Report may not be done by 12:00');
  await expectSettled(page, 'overview with a deadline');
  await notice.getByRole('link', { name: 'Report' }).click();
  await expect(page.getByRole('region', { name: 'Deadline', exact: true })).toContainText('At risk');
  await expectSettled(page, 'a task with a deadline');
  await asked.ended(await asked.start('late'));
  await expect(page.getByRole('region', { name: 'Deadline', exact: true })).toContainText('Met');
  await expect(notice).toHaveCount(0);
});
