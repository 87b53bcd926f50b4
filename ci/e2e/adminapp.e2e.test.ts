import type { Browser, Page } from 'playwright-core';
import { complaintsOf, openBrowser, pictures } from './browser';
import { RunningSystem } from './running-system';

// what a person does with adminapp, in a real browser, through the proxy
let system: RunningSystem;
let browser: Browser;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  system = await RunningSystem.start();
  const [username = '', password = ''] = (await system.login()).split(':');
  browser = await openBrowser();
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    httpCredentials: { username, password },
    viewport: { width: 1000, height: 700 },
  });
  page = await context.newPage();
  complaints = complaintsOf(page);
  await page.goto(`https://localhost:${system.httpsPort}/admin`);
}, 600_000);

afterAll(async () => {
  await browser.close();
  await system.stop();
}, 60_000);

async function rows(): Promise<string[]> {
  const texts = await page.locator('tbody tr').allInnerTexts();
  return texts.map((text) =>
    text
      .split(/\s*\t\s*/)
      .slice(0, 4)
      .join(' '),
  );
}

async function fill(values: Readonly<Record<string, string>>): Promise<void> {
  for (const [placeholder, value] of Object.entries(values)) {
    await page.getByPlaceholder(placeholder, { exact: true }).fill(value);
  }
}

describe('adminapp in a browser', () => {
  it('lists the users', async () => {
    await page.getByRole('heading', { name: 'User Management' }).waitFor();
    await page.getByText('john@example.com').waitFor();

    expect(await rows()).toEqual([
      '1 John Doe john@example.com 30',
      '2 Jane Smith jane@example.com 25',
      '3 Bob Johnson bob@example.com 35',
    ]);
    await page.screenshot({ path: `${pictures}/adminapp-list.png` });
  });

  it('adds a user', async () => {
    await fill({ ID: '4', Name: 'Ana Souza', Email: 'ana@example.com', Age: '41' });
    await page.getByRole('button', { name: 'Add User' }).click();
    await page.getByText('ana@example.com').waitFor();

    expect(await rows()).toContain('4 Ana Souza ana@example.com 41');
  });

  it('says why a user cannot be added', async () => {
    await fill({ ID: '4', Name: 'Other', Email: 'other@example.com', Age: '20' });
    await page.getByRole('button', { name: 'Add User' }).click();
    const alert = page.getByRole('alert').filter({ hasText: /./ });
    await alert.first().waitFor();

    expect((await alert.first().innerText()).toLowerCase()).toContain('exist');
    await page.screenshot({ path: `${pictures}/adminapp-conflict.png` });
    // the browser itself reports the 409 that the page shows
    complaints.length = 0;
  });

  it('edits a user', async () => {
    const row = page.locator('tbody tr').filter({ hasText: 'ana@example.com' });
    await row.getByRole('button', { name: /Edit/ }).click();
    await fill({ Name: 'Ana Lima' });
    await page.getByRole('button', { name: 'Update User' }).click();
    await page.getByRole('cell', { name: 'Ana Lima' }).waitFor();

    expect(await rows()).toContain('4 Ana Lima ana@example.com 41');
  });

  it('deletes a user', async () => {
    const row = page.locator('tbody tr').filter({ hasText: 'ana@example.com' });
    await row.getByRole('button', { name: /Delete/ }).click();
    await row.waitFor({ state: 'detached' });

    expect(await rows()).toHaveLength(3);
  });

  it('never made the browser complain', () => {
    expect(complaints).toEqual([]);
  });
});
