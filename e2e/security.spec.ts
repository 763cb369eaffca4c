/** Other pages in the same browser, with Luka's own page open and signed in beside them: they start, read and frame nothing. */
import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from './drivers/chromium.ts';
import { expect, test as base } from './luka-test.ts';
import { Ui } from './pages/ui.ts';
import { attack } from './support/attacks.ts';
import { startStranger, startUnguarded, type Listening } from './support/strangers.ts';

/** A name of the web that an attacker lets point at this machine. */
const REBOUND = 'evil.test';

interface Hostile {
  /** A browser in which `evil.test` is 127.0.0.1; Luka's page is open and signed in in its first tab. */
  readonly context: BrowserContext;
  readonly stranger: Listening;
}

const test = base.extend<{ hostile: Hostile }>({
  hostile: async ({ asked }, use) => {
    const executablePath = findChromium();
    const browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      chromiumSandbox: process.getuid?.() !== 0,
      args: [`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`],
    });
    const stranger = await startStranger();
    const context = await browser.newContext();
    const own = await context.newPage();
    await own.goto(await asked.link());
    await new Ui(own).shell.expectLive();
    await use({ context, stranger });
    stranger.close();
    await browser.close();
  },
});

test.use({ tasks: { prey: 'title: Prey\nsteps:\n  - run: echo caught\n' } });

/** Where a stranger's page can stand: another port, another name of this machine, another site, and nowhere at all. */
const PLACES = {
  'another port': (port: number) => `http://127.0.0.1:${port}/`,
  'another name of this machine': (port: number) => `http://localhost:${port}/`,
  'another site': (port: number) => `http://${REBOUND}:${port}/`,
  'a sandbox without origin': (port: number) => `http://${REBOUND}:${port}/sandboxed`,
} as const;

async function openAt({ context, stranger }: Hostile, place: keyof typeof PLACES): Promise<Page> {
  const page = await context.newPage();
  await page.goto(PLACES[place](stranger.port));
  return page;
}

/** Frames of a page that show something of an origin. */
function framed(page: Page, origin: string): string[] {
  return page
    .frames()
    .map((frame) => frame.url())
    .filter((url) => url.startsWith(origin));
}

for (const place of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
  test(`a page at ${place} starts, reads and frames nothing`, async ({ hostile, luka, asked }) => {
    const before = { settings: await asked.settings(), tasks: await asked.tasks() };
    for (const target of [luka.apiUrl, luka.uiUrl]) {
      const page = await openAt(hostile, place);
      const results = await page.evaluate(attack, target);
      // What was sent and could not be read did nothing; what was shown was an error page of the browser.
      const got = Object.entries(results).filter(
        ([, result]) => !['refused', 'sent unread', 'shown unread'].includes(result),
      );
      expect(got).toEqual([]);
      expect(framed(page, target)).toEqual([]);
      await page.close();
    }
    expect(await asked.runs()).toEqual([]);
    expect({ settings: await asked.settings(), tasks: await asked.tasks() }).toEqual(before);
    const own = hostile.context.pages()[0]!;
    await own.bringToFront();
    await new Ui(own).shell.expectLive();
  });
}

test('the same attacks do work against a server without guards', async ({ hostile }) => {
  const unguarded = await startUnguarded();
  try {
    const page = await openAt(hostile, 'another site');
    const target = `http://127.0.0.1:${unguarded.port}`;
    const results = await page.evaluate(attack, target);
    for (const name of [
      'read the API',
      'read the page',
      'post JSON',
      'post JSON with a guessed token',
      'delete the session',
    ])
      expect(results[name], name).toContain('secret');
    expect(results['listen to events']).toBe('secret');
    expect(framed(page, `${target}/`)).toContain(`${target}/`);
    const posts = unguarded.requests.filter((request) => request === 'POST /api/v1/tasks/prey/runs');
    // Two by fetch, one without CORS and one kept alive, three forms, one beacon, one ping.
    expect(posts).toHaveLength(9);
    expect(unguarded.requests).toContain('GET /api/v1/tasks/prey/runs?_method=POST');
    // In a frame, an object and an embed.
    expect(framed(page, `${target}/`).filter((url) => url === `${target}/`)).toHaveLength(3);
    expect(unguarded.requests).toContain('GET /theme.js');
  } finally {
    unguarded.close();
  }
});

test('a window opened by a stranger is out of its reach', async ({ hostile, luka, asked }) => {
  const page = await openAt(hostile, 'another port');
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((url) => {
      (window as unknown as { taken: Window | null }).taken = window.open(url);
    }, `${luka.uiUrl}/`),
  ]);
  await expect.poll(() => popup.url()).toBe(`${luka.uiUrl}/`);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { taken: Window | null }).taken?.closed))
    .toBe(true);
  expect(await popup.evaluate(() => window.opener === null)).toBe(true);
  const answers = await page.evaluate(async () => {
    const heard: unknown[] = [];
    window.addEventListener('message', ({ data }) => heard.push(data));
    const { taken } = window as unknown as { taken: Window | null };
    for (const message of ['token', { type: 'token' }, { kind: 'run', task: 'prey' }])
      taken?.postMessage(message, '*');
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    return heard;
  });
  expect(answers).toEqual([]);
  expect(await asked.runs()).toEqual([]);
});

test('under a name that was bound to this machine, Luka is not there', async ({ hostile, luka, asked }) => {
  for (const url of [luka.apiUrl, luka.uiUrl]) {
    const { port } = new URL(url);
    const page = await hostile.context.newPage();
    const response = await page.goto(`http://${REBOUND}:${port}/`);
    expect(response?.status()).toBe(403);
    expect(await response?.json()).toMatchObject({ error: { code: 'host_not_allowed' } });
    const answers = await page.evaluate(
      ([token]) =>
        Promise.all(
          ['/healthz', '/status', '/api/v1/overview', '/api/v1/runs', '/index.html', '/theme.js'].map(
            async (path) => (await fetch(path, { headers: { authorization: `Bearer ${token}` } })).status,
          ),
        ),
      [luka.token],
    );
    expect(answers).toEqual([403, 403, 403, 403, 403, 403]);
    await page.close();
  }
  expect(await asked.runs()).toEqual([]);
});

test.describe("Luka's own page", () => {
  test('keeps its own rules on every page', async ({ page, ui, asked }) => {
    await page.context().addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        const seen = JSON.parse(sessionStorage.getItem('violations') ?? '[]') as string[];
        sessionStorage.setItem('violations', JSON.stringify([...seen, `${violatedDirective} ${blockedURI}`]));
      });
    });
    await page.reload();
    await ui.shell.expectLive();
    await asked.start('prey');
    await ui.shell.goTo('Tasks');
    await ui.tasks.newTask.click();
    await ui.tasks.newTaskDialog.getByRole('button', { name: 'Close' }).click();
    await ui.tasks.link('Prey').click();
    await ui.task.run.click();
    await expect(ui.run.state).toHaveText('Succeeded');
    await ui.shell.goTo('Runs');
    await ui.shell.goTo('Settings');
    await ui.settings.chooseTheme('Dark');
    await ui.shell.goTo('Overview');
    expect(await page.evaluate(() => sessionStorage.getItem('violations'))).toBeNull();
    expect(
      await page.evaluate(() => document.querySelectorAll('script:not([src]), [onclick], [onload]').length),
    ).toBe(0);
  });

  test.describe('with something foreign in it', () => {
    test.use({ expectedErrors: [/Content Security Policy/] });

    test('runs no script that is not its own, and sends nothing elsewhere', async ({ page, ui }) => {
      await ui.shell.expectLive();
      const elsewhere = await startUnguarded();
      try {
        const outcome = await page.evaluate(async (url) => {
          const script = document.createElement('script');
          script.textContent = 'window.inlineRan = true';
          document.body.append(script);
          const sent = await fetch(url).then(
            () => 'sent',
            () => 'refused',
          );
          return [(window as unknown as { inlineRan?: boolean }).inlineRan, sent];
        }, `http://127.0.0.1:${elsewhere.port}/`);
        expect(outcome).toEqual([undefined, 'refused']);
        expect(elsewhere.requests).toEqual([]);
      } finally {
        elsewhere.close();
      }
    });
  });
});
