/**
 * What a page of a stranger can try against a server on this machine, run inside that page. Self-contained: it is sent
 * into the browser as it stands.
 * @param target the origin that is attacked
 * @returns by name of the attack, what it got to read; `refused` where the browser or the server kept it out
 */
export async function attack(target: string): Promise<Record<string, string>> {
  const results: Record<string, string> = {};
  const runs = `${target}/api/v1/tasks/prey/runs`;
  const body = JSON.stringify({ params: {} });
  const attempt = async (name: string, work: () => Promise<string>): Promise<void> => {
    results[name] = await work().catch(() => 'refused');
  };
  const textOf = async (url: string, init?: RequestInit): Promise<string> => {
    const response = await fetch(url, init);
    // An opaque answer is sent but cannot be read.
    return response.type === 'opaque' ? 'sent unread' : await response.text();
  };
  const loaded = (element: HTMLElement, begin: () => void): Promise<string> =>
    new Promise((resolve, reject) => {
      element.addEventListener('load', () => resolve('loaded'), { once: true });
      element.addEventListener('error', () => reject(new Error('not loaded')), { once: true });
      begin();
      if (!element.isConnected) document.body.append(element);
    });

  await attempt('read the API', () => textOf(`${target}/api/v1/overview`));
  await attempt('read the page', () => textOf(`${target}/`));
  await attempt('read with credentials', () => textOf(`${target}/api/v1/runs`, { credentials: 'include' }));
  await attempt('post text without CORS', () =>
    textOf(runs, { method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body }),
  );
  await attempt('post JSON', () =>
    textOf(runs, { method: 'POST', headers: { 'content-type': 'application/json' }, body }),
  );
  await attempt('post JSON with a guessed token', () =>
    textOf(runs, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer guessed' },
      body,
    }),
  );
  await attempt('delete the session', () => textOf(`${target}/api/v1/session`, { method: 'DELETE' }));
  await attempt('send a beacon', async () => {
    navigator.sendBeacon(runs, new Blob([body], { type: 'text/plain' }));
    return 'sent unread';
  });
  await attempt('post forms', async () => {
    for (const enctype of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) {
      const frame = document.createElement('iframe');
      frame.name = enctype;
      await loaded(frame, () => undefined);
      const form = document.createElement('form');
      Object.assign(form, { method: 'POST', action: runs, enctype, target: enctype });
      const field = document.createElement('input');
      Object.assign(field, { name: '{"params":{},"x":"', value: '"}' });
      form.append(field);
      await loaded(frame, () => {
        document.body.append(form);
        form.submit();
      });
    }
    return 'sent unread';
  });
  await attempt('load an image', () => {
    const image = new Image();
    return loaded(image, () => (image.src = `${target}/luka.svg`));
  });
  await attempt('load a script', () => {
    const script = document.createElement('script');
    return loaded(script, () => (script.src = `${target}/theme.js`));
  });
  await attempt('load a style', () => {
    const style = document.createElement('link');
    return loaded(style, () => Object.assign(style, { rel: 'stylesheet', href: `${target}/` }));
  });
  await attempt('listen to events', () => {
    const source = new EventSource(`${target}/api/v1/events`);
    return new Promise<string>((resolve, reject) => {
      source.addEventListener('message', ({ data }) => resolve(String(data)));
      source.addEventListener('error', () => reject(new Error('no events')));
    }).finally(() => source.close());
  });
  await attempt('open a socket', () => {
    const socket = new WebSocket(`${target.replace('http', 'ws')}/api/v1/events`);
    return new Promise<string>((resolve, reject) => {
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => reject(new Error('no socket')));
    }).finally(() => socket.close());
  });
  /** What may never say what became of it is given up; it was sent, and nothing of it was read. */
  const given = (work: Promise<string>): Promise<string> =>
    Promise.race([
      work,
      new Promise<string>((resolve) => {
        setTimeout(() => resolve('sent unread'), 1_000);
      }),
    ]);
  await attempt('post by a fetch that outlives the page', () =>
    textOf(runs, { method: 'POST', mode: 'no-cors', keepalive: true, body }),
  );
  await attempt('send a beacon of JSON', async () => {
    navigator.sendBeacon(runs, new Blob([body], { type: 'application/json' }));
    return 'sent unread';
  });
  await attempt('ping from a link', async () => {
    const link = document.createElement('a');
    Object.assign(link, { ping: runs, href: '#pinged' });
    document.body.append(link);
    link.click();
    return 'sent unread';
  });
  await attempt('name another method in a form', async () => {
    const frame = document.createElement('iframe');
    frame.name = 'override';
    await loaded(frame, () => undefined);
    const form = document.createElement('form');
    Object.assign(form, { method: 'GET', action: runs, target: 'override' });
    const field = document.createElement('input');
    Object.assign(field, { name: '_method', value: 'POST' });
    form.append(field);
    await loaded(frame, () => {
      document.body.append(form);
      form.submit();
    });
    return 'shown unread';
  });
  await attempt('say that the target is on this machine', () =>
    textOf(`${target}/api/v1/overview`, { targetAddressSpace: 'loopback' } as RequestInit),
  );
  for (const [rel, as] of [
    ['preload', 'script'],
    ['preload', 'fetch'],
    ['modulepreload', 'script'],
    ['prefetch', ''],
    ['icon', ''],
    ['manifest', ''],
  ] as const)
    await attempt(`link by ${rel} ${as}`, () => {
      const link = document.createElement('link');
      return given(loaded(link, () => Object.assign(link, { rel, as, href: `${target}/theme.js` })));
    });
  await attempt('speculate', async () => {
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    const urls = [`${target}/`, `${target}/tasks`];
    rules.textContent = JSON.stringify({
      prefetch: [{ source: 'list', urls, eagerness: 'immediate' }],
      prerender: [{ source: 'list', urls, eagerness: 'immediate' }],
    });
    document.head.append(rules);
    return given(new Promise<string>(() => undefined));
  });
  await attempt('register a service worker', async () => {
    await navigator.serviceWorker.register(`${target}/theme.js`);
    return 'registered';
  });
  await attempt('start a worker', async () => {
    const worker = new Worker(`${target}/theme.js`);
    return new Promise<string>((resolve, reject) => {
      worker.addEventListener('message', () => resolve('started'));
      worker.addEventListener('error', () => reject(new Error('no worker')));
    });
  });
  await attempt('play it', () => {
    const audio = document.createElement('audio');
    return given(
      new Promise<string>((resolve, reject) => {
        audio.addEventListener('loadedmetadata', () => resolve('loaded'));
        audio.addEventListener('error', () => reject(new Error('not played')));
        audio.src = `${target}/luka.svg`;
      }),
    );
  });
  for (const name of ['object', 'embed'] as const)
    await attempt(`show the page in an ${name}`, async () => {
      const element = document.createElement(name);
      const begin = () =>
        element instanceof HTMLObjectElement ? (element.data = `${target}/`) : (element.src = `${target}/`);
      await given(loaded(element, begin));
      return 'shown unread';
    });
  await attempt('show the page in a frame', async () => {
    const frame = document.createElement('iframe');
    await loaded(frame, () => (frame.src = `${target}/`));
    return frame.contentDocument?.body.textContent ?? 'shown unread';
  });
  return results;
}
