import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { complaintsOf, openBrowser, pictures } from './browser';
import { RunningSystem } from './running-system';

// what people do with the open pages, in real browsers, through the proxy
let system: RunningSystem;
let browser: Browser;
let base: string;

beforeAll(async () => {
  system = await RunningSystem.start();
  base = `https://localhost:${system.httpsPort}`;
  browser = await openBrowser();
}, 600_000);

afterAll(async () => {
  await browser.close();
  await system.stop();
}, 60_000);

/** A browser of its own: no cookie, cache or connection is shared with another. */
async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1000, height: 700 },
    ...options,
  });
  const page = await context.newPage();
  await page.goto(base + path);
  return page;
}

describe('webapp in two browsers', () => {
  async function chat(): Promise<{ page: Page; sockets: string[]; complaints: string[] }> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    const sockets: string[] = [];
    const complaints = complaintsOf(page);
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto(base);
    await page.getByText('Connected to server!').waitFor();
    return { page, sockets, complaints };
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.getByPlaceholder('Type your message...').fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
  }

  it('chats over a real WebSocket of the same origin, without cross-talk', async () => {
    const [anna, ben] = [await chat(), await chat()];

    for (const round of [1, 2, 3]) {
      await Promise.all([say(anna.page, `anna ${round}`), say(ben.page, `ben ${round}`)]);
    }
    await anna.page.getByRole('log').getByText('anna 3').last().waitFor();
    await ben.page.getByRole('log').getByText('ben 3').last().waitFor();
    const [hers, his] = [await anna.page.innerText('main'), await ben.page.innerText('main')];
    await anna.page.screenshot({ path: `${pictures}/webapp-chat.png` });

    for (const { sockets } of [anna, ben]) {
      expect(sockets).toHaveLength(1);
      expect(sockets[0]).toMatch(
        new RegExp(`^wss://localhost:${system.httpsPort}/api/socket/?\\?.*transport=websocket`),
      );
    }
    expect(hers).not.toContain('ben');
    expect(his).not.toContain('anna');
    expect([...anna.complaints, ...ben.complaints]).toEqual([]);
    for (const { page } of [anna, ben]) await page.context().close();
  });

  it('shows markup as text and sends nothing that is blank', async () => {
    const { page, complaints } = await chat();
    const markup = '<img src=x onerror=alert(1)>';
    const before = await page.getByRole('log').innerText();

    await say(page, '   ');
    expect(await page.getByRole('log').innerText()).toBe(before);
    await say(page, markup);
    await page.getByRole('log').getByText(markup).last().waitFor();

    expect(await page.getByRole('log').locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('goes on by itself after its server was restarted', async () => {
    const { page } = await chat();

    expect((await system.compose('restart', 'webapp')).code).toBe(0);
    let answered = false;
    for (const end = Date.now() + 40_000; !answered && Date.now() < end;) {
      const text = `still there ${Date.now()}`;
      await say(page, text);
      // the page shows answers and not what it sends
      const echo = page.getByRole('log').getByText(text);
      answered = await echo.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    }

    expect(answered).toBe(true);
    await page.context().close();
  });
});

describe('users-form in a browser', () => {
  const languages = [
    { locale: 'pt-BR', id: 'Identificador', name: 'Nome', button: 'Criar usuário' },
    { locale: 'en-US', id: 'Identifier', name: 'Name', button: 'Create user' },
  ] as const;

  it.each(languages)('creates a user and says why another fails, in $locale', async (words) => {
    const { locale } = words;
    const page = await open('/form', { locale });
    const complaints = complaintsOf(page);
    const send = async (id: string, name: string): Promise<void> => {
      await page.getByLabel(words.id).fill(id);
      await page.getByLabel(words.name).fill(name);
      await page.getByRole('button', { name: words.button }).click();
    };
    const id = String(Date.now());

    expect(await page.title()).toBe('User Creation');
    await page.screenshot({ path: `${pictures}/users-form-${locale}.png` });
    await send(id, 'Ana Souza');
    await page.locator('.success').waitFor();
    await page.screenshot({ path: `${pictures}/users-form-${locale}-success.png` });
    await send(id, 'Ana again');
    await page.locator('.fail').waitFor();

    expect(await page.locator('.fail').innerText()).toContain('409');
    expect(new URL(page.url()).pathname).toBe('/form/');
    await page.screenshot({ path: `${pictures}/users-form-${locale}-fail.png` });
    expect(complaints.filter((one) => !one.includes('409'))).toEqual([]);
    await page.context().close();
  });
});

describe('the two sites in a browser', () => {
  it.each(['a', 'b'])('site %s shows its own page with its style', async (letter) => {
    const page = await open(`/site-${letter}`);
    const complaints = complaintsOf(page);
    await page.reload();

    expect(await page.title()).toContain(`Site ${letter.toUpperCase()}`);
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(
      `Site ${letter.toUpperCase()}`,
    );
    const styled = await page.evaluate<string>('getComputedStyle(document.body).fontFamily');
    expect(styled).not.toMatch(/^"?Times/);
    await page.screenshot({ path: `${pictures}/site-${letter}.png` });
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
