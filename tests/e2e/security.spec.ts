import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';
import { openView, press, signIn, statusPill, upToDate } from './steps.ts';

const START_PAGE = 'ferry://app/index.html';

/** Runs a piece of page code as text, since what it may not do is refused by the page, not by the type checker. */
const inPage = (page: Page, code: string) => page.evaluate<unknown>(code);

test('the built app contains nothing of the development server', () => {
  const folder = path.join(import.meta.dirname, '../../dist');
  const scripts = ['main', 'preload'].flatMap((part) =>
    readdirSync(path.join(folder, part), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.c?js$/.test(name))
      .map((name) => readFileSync(path.join(folder, part, name), 'utf8')),
  );
  expect(scripts.join('\n')).toContain("script-src 'self'");
  expect(scripts.join('\n')).not.toMatch(/ELECTRON_RENDERER_URL|unsafe-inline|isDevelopmentSocket/);
});

test.describe('the window', () => {
  test('is sandboxed, isolated and has nothing of Node', async ({ openDesk }) => {
    const { app, page } = await openDesk();
    const preferences = await app.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents().filter((each) => each.getType() === 'window');
      // Electron's own way to ask, which its types leave out.
      return contents && Reflect.apply(Reflect.get(contents, 'getLastWebPreferences'), contents, []);
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
    });
    const globals = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer'];
    expect(await inPage(page, `${JSON.stringify(globals)}.filter((name) => name in globalThis)`)).toEqual([]);
  });

  test('has only the bridge, which a page cannot change', async ({ openDesk }) => {
    const { page } = await openDesk();
    const before = await inPage(page, 'Object.keys(window.ferry).length');
    await inPage(page, `try { window.ferry.queueChange = () => 'mine' } catch {}; try { window.ferry = {} } catch {}`);
    expect(await inPage(page, 'Object.keys(window.ferry).length')).toBe(before);
    expect(await inPage(page, 'String(window.ferry.queueChange)')).not.toContain('mine');
    expect(
      await inPage(page, `Object.keys(window.ferry).filter((name) => /ipc|send|invoke|channel/i.test(name))`),
    ).toEqual([]);
  });

  test('runs no code but its own files', async ({ openDesk }) => {
    const { page } = await openDesk();
    await inPage(
      page,
      `(() => {
        const script = document.createElement('script');
        script.textContent = 'window.inlineRan = true';
        document.body.append(script);
        const button = document.createElement('button');
        button.setAttribute('onclick', 'window.handlerRan = true');
        document.body.append(button);
        button.click();
        const data = document.createElement('script');
        data.src = 'data:text/javascript,window.dataRan=true';
        document.body.append(data);
      })()`,
    );
    // What Playwright evaluates is exempt from the policy on eval; what it schedules is not.
    const violated = await inPage(
      page,
      `new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) => {
          if (blockedURI === 'eval') resolve(violatedDirective);
        });
        setTimeout(() => setTimeout('window.evalRan = true', 0), 0);
      })`,
    );
    expect(violated).toContain('script-src');
    expect(await inPage(page, '[window.inlineRan, window.handlerRan, window.dataRan, window.evalRan]')).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('asks for nothing its policy forbids: not on starting, not in any view or dialog', async ({
    openDesk,
    server,
  }) => {
    const { page } = await openDesk({ server: server.url });
    await page.context().addInitScript(() => {
      const seen: unknown[] = [];
      Object.assign(window, { seenViolations: seen });
      document.addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, blockedURI, sourceFile, lineNumber, columnNumber } = event;
        seen.push({ effectiveDirective, blockedURI, sourceFile, lineNumber, columnNumber });
      });
    });
    // From the first line of the page on, which the first time may have run by now.
    await page.reload();
    await signIn(page);
    await upToDate(page);
    for (const view of ['Engagements', 'Tasks', 'Sync centre', 'Settings', 'Clients'] as const) {
      await openView(page, view);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(view);
    }
    await press(page, 'More');
    await page.getByRole('menuitem', { name: 'Import a list' }).click();
    await expect(page.getByRole('dialog', { name: /Import/ })).toBeVisible();
    expect(await inPage(page, 'window.seenViolations')).toEqual([]);
  });

  test('reaches no network, by any way: its policy forbids it', async ({ openDesk, network }) => {
    const { page } = await openDesk();
    const health = `${network.url}/v1/health`;
    const forbidden = await inPage(
      page,
      `(async () => {
        const forbidden = [];
        document.addEventListener('securitypolicyviolation', (event) => forbidden.push(event.effectiveDirective));
        await fetch(${JSON.stringify(health)}).catch(() => undefined);
        await new Promise((resolve) => {
          const image = new Image();
          image.onload = image.onerror = resolve;
          image.src = ${JSON.stringify(health)};
        });
        await new Promise((resolve) => {
          const socket = new WebSocket(${JSON.stringify(health.replace('http', 'ws'))});
          socket.onopen = socket.onerror = resolve;
        }).catch(() => undefined);
        navigator.sendBeacon(${JSON.stringify(health)});
        await new Promise((resolve) => setTimeout(resolve, 0));
        return forbidden;
      })()`,
    );
    expect(forbidden).toEqual(['connect-src', 'img-src', 'connect-src', 'connect-src']);
    expect(network.requestsTo('/v1/health')).toBe(0);
  });

  test('reaches no network even without its policy: its session is cut off', async ({ openDesk, network }) => {
    const { app } = await openDesk();
    const outcome = await app.evaluate(
      ({ session }, url) =>
        session.defaultSession.fetch(url).then(
          () => 'reached',
          () => 'refused',
        ),
      `${network.url}/v1/health`,
    );
    expect(outcome).toBe('refused');
    expect(network.requestsTo('/v1/health')).toBe(0);
  });

  test('cannot be led elsewhere', async ({ openDesk, network }) => {
    const { app, page } = await openDesk();
    for (const target of [`${network.url}/`, 'file:///etc/passwd', 'ferry://other/index.html', 'data:text/html,hi']) {
      await inPage(page, `location.href = ${JSON.stringify(target)}; undefined`);
    }
    await inPage(
      page,
      `(() => {
      const form = document.createElement('form');
      form.action = ${JSON.stringify(`${network.url}/`)};
      document.body.append(form);
      form.submit();
    })()`,
    );
    const opened = await inPage(page, `window.open(${JSON.stringify(network.url)}) === null`);
    expect(opened).toBe(true);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(page.url()).toMatch(/^ferry:\/\/app\/index\.html/);
    expect(await inPage(page, 'typeof window.ferry.getStatus')).toBe('function');
  });

  test('is given no permission', async ({ openDesk }) => {
    const { page } = await openDesk();
    const outcomes = await inPage(
      page,
      `Promise.all([
        Notification.requestPermission(),
        navigator.permissions.query({ name: 'geolocation' }).then(({ state }) => state),
        navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied'),
        navigator.clipboard.readText().then(() => 'granted', () => 'denied'),
      ])`,
    );
    expect(outcomes).toEqual(['denied', 'denied', 'denied', 'denied']);
  });

  test('holds no frame of a foreign page, nor a webview', async ({ openDesk, network }) => {
    const { app, page } = await openDesk();
    const forbidden = await inPage(
      page,
      `new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          if (effectiveDirective === 'frame-src') resolve('frame-src');
        });
        const frame = document.createElement('iframe');
        frame.onload = () => setTimeout(() => resolve('nothing'), 0);
        frame.src = ${JSON.stringify(`${network.url}/v1/health`)};
        document.body.append(frame, document.createElement('webview'));
      })`,
    );
    expect(forbidden).toBe('frame-src');
    expect(network.requestsTo('/v1/health')).toBe(0);
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });
});

test('only files of the renderer’s folder are served, each under the policy', async ({ openDesk }) => {
  const { app } = await openDesk();
  const ask = (url: string) =>
    app.evaluate(async ({ session }, address) => {
      const answer = await session.defaultSession.fetch(address);
      return { status: answer.status, policy: answer.headers.get('content-security-policy') };
    }, url);
  expect(await ask(START_PAGE)).toMatchObject({ status: 200, policy: expect.stringContaining("default-src 'none'") });
  for (const url of [
    'ferry://app/../main/index.js',
    'ferry://app/%2e%2e%2fmain%2findex.js',
    'ferry://app/..%2f..%2fpackage.json',
    'ferry://app//etc/passwd',
    'ferry://elsewhere/index.html',
  ]) {
    expect.soft((await ask(url)).status, url).toBeGreaterThanOrEqual(400);
  }
});

test('a call from any frame but our top one is refused', async ({ openDesk }) => {
  const { app, page } = await openDesk();
  // A window with our preload that shows another page: what an attacker would have after getting past all the rest.
  const answer = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => {
    const preload = `${electronApp.getAppPath()}/dist/preload/index.cjs`;
    const otherWindow = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } });
    await otherWindow.loadURL('data:text/html,other');
    const reported: unknown = await otherWindow.webContents.executeJavaScript('window.ferry.getSettings()');
    otherWindow.destroy();
    return reported;
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'ipc.forbidden' } });
  expect(await inPage(page, 'window.ferry.getSettings()')).toMatchObject({ ok: true });
});

test('what does not fit the contract is refused by its code', async ({ openDesk, server }) => {
  const { page } = await openDesk({ server: server.url });
  await signIn(page);
  const codeOf = (code: string) => inPage(page, `${code}.then((answer) => answer.ok ? 'ok' : answer.error.code)`);
  const id = `'0198c0de-0000-7000-8000-000000000001'`;
  expect(await codeOf(`window.ferry.queueChange('trials', 'insert', ${id}, { name: 'x' })`)).toBe('table.unknown');
  expect(await codeOf(`window.ferry.queueChange('clients', 'truncate', ${id}, {})`)).toBe('ipc.invalid');
  expect(await codeOf(`window.ferry.queueChange('clients')`)).toBe('ipc.invalid');
  expect(await codeOf(`window.ferry.queueChange('clients', 'insert', ${id}, { name: 'x', isAdmin: true })`)).toMatch(
    /^validation\./,
  );
  expect(await codeOf(`window.ferry.listRecords('sync_queue', {}, { limit: 10 })`)).toBe('table.unknown');
});

test('the session token is nowhere on disk in plain', async ({ openDesk, network }) => {
  const { page, dataFolder } = await openDesk({ server: network.url });
  await signIn(page);
  await expect(statusPill(page)).toHaveText('Up to date');
  const tokens = [...network.tokens()];
  expect(tokens.length).toBeGreaterThan(0);
  const holders = filesUnder(dataFolder).filter((file) => tokens.some((token) => readFileSync(file).includes(token)));
  expect(holders).toEqual([]);
});

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

test('a page can save no file by itself, whatever it is made of', async ({ openDesk }) => {
  const { app, page } = await openDesk();
  const outcomes = app.evaluate(
    ({ session }) =>
      new Promise<boolean[]>((resolve) => {
        const prevented: boolean[] = [];
        session.defaultSession.on('will-download', (event) => {
          prevented.push(event.defaultPrevented);
          if (prevented.length === 3) resolve(prevented);
        });
      }),
  );
  for (const href of ['data:text/plain,x', 'ferry://app/index.html']) {
    await inPage(page, `Object.assign(document.createElement('a'), { href: '${href}', download: 'x' }).click()`);
  }
  await inPage(
    page,
    `Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(['x'])), download: 'x' }).click()`,
  );
  expect(await outcomes).toEqual([true, true, true]);
});
