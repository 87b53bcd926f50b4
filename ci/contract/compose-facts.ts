import { compose } from '../local/compose';

const loginFile = '/var/lib/reverse-proxy/logins/admin-login.txt';

/**
 * Completes a command line with what the compose file's running system tells about itself: the login that it made up and
 * its plain HTTP entrance. Nothing is added where the base URL is another system's, or where the caller says it.
 */
export async function withComposeFacts(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const given = (name: string): boolean => args.some((one) => one.split('=')[0] === name);
  const port = args.map((one) => /^https:\/\/localhost:(\d+)\/?$/.exec(one)?.[1]).find(Boolean);
  if (port === undefined || given('--service') || given('--list')) return [...args];
  if ((await publishedPort(8443)) !== port) return [...args];

  const login = given('--login') || environment.ADMIN_LOGIN ? undefined : await madeUpLogin();
  const http = given('--http-url') ? undefined : await publishedPort(8080);
  return [
    ...args,
    ...(login === undefined ? [] : ['--login', login]),
    ...(http === undefined ? [] : ['--http-url', `http://localhost:${http}`]),
  ];
}

async function publishedPort(port: number): Promise<string | undefined> {
  const { code, output } = await compose(['port', 'reverse-proxy', String(port)]);
  return code === 0 ? /:(\d+)\s*$/.exec(output)?.[1] : undefined;
}

async function madeUpLogin(): Promise<string | undefined> {
  const { output } = await compose(['exec', '-T', 'reverse-proxy', 'cat', loginFile]);
  const [, user, password] = /^user: (.+)\npassword: (.+)$/m.exec(output) ?? [];
  return user === undefined || password === undefined ? undefined : `${user}:${password}`;
}
