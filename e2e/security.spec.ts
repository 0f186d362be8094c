import { request } from 'node:http';
import { expect, test } from './fixtures.ts';

/** Node's own client, because a browser lets nobody choose these headers. */
function ask(url: string, headers: Record<string, string>, method = 'GET'): Promise<{ status: number; headers: Record<string, unknown> }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; headers: Record<string, unknown> }>();
  request(url, { method, headers }, (answer) => {
    answer.resume();
    resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
  })
    .on('error', reject)
    .end();
  return promise;
}

test.describe('the web host', () => {
  test('opens a link once, and keeps the token out of the address bar', async ({ page, cofferdam, browser }) => {
    expect(new URL(page.url()).search).toBe('');
    const stranger = await browser.newContext();
    const answer = await stranger.request.get(cofferdam.server.url, { maxRedirects: 0 });
    expect(answer.status()).toBe(401);
    await stranger.close();
  });

  test('gives nothing to whoever has no session', async ({ cofferdam }) => {
    for (const path of ['/', '/api/app', '/api/backups', '/icon.svg']) {
      expect((await ask(cofferdam.origin + path, {})).status, path).toBe(401);
    }
    expect((await ask(`${cofferdam.origin}/?token=${'A'.repeat(43)}`, {})).status).toBe(401);
  });

  test('refuses another Host, another Origin and other sites, session or not', async ({ page, cofferdam }) => {
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const api = `${cofferdam.origin}/api/app`;
    expect((await ask(api, { cookie })).status).toBe(200);
    expect((await ask(api, { cookie, host: 'evil.example' })).status).toBe(403);
    expect((await ask(api, { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await ask(api, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await ask(`${cofferdam.origin}/api/backups`, { cookie }, 'POST')).status, 'a change without an origin').toBe(403);
    expect(cookies).toEqual([expect.objectContaining({ httpOnly: true, sameSite: 'Strict' })]);
  });

  test('lets no other site read: no CORS, no framing, a policy without inline scripts', async ({ page, cofferdam }) => {
    const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const { headers } = await ask(`${cofferdam.origin}/`, { cookie });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers['x-frame-options']).toBe('DENY');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
  });

  test('runs its own page without breaking its own policy', async ({ page, cofferdam }) => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.reload();
    for (const name of ['Backups', 'Jobs', 'Doctor', 'Settings']) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
    expect(complaints).toEqual([]);
    expect(cofferdam.server.process.exitCode).toBeNull();
  });

  test('answers scripts with a bearer token', async ({ cofferdam }) => {
    const { token } = await cofferdam.cli<{ token: string }>('token');
    const authorised = await ask(`${cofferdam.origin}/api/app`, { authorization: `Bearer ${token}` });
    expect(authorised.status).toBe(200);
    expect((await ask(`${cofferdam.origin}/api/app`, { authorization: 'Bearer nonsense' })).status).toBe(401);
  });
});
