import type { ToolName } from '../tools';
import type { Typed } from './typed';

/** Commands of one page: its blocks, below one heading or all, or single commands from its sentences and tables. */
export interface Passage {
  readonly page: string;

  /**
   * Start of the heading.
   *
   * @default - the whole page
   */
  readonly heading?: string;

  /**
   * Lines that another suite or nobody runs.
   *
   * @default - every line of the blocks is typed
   */
  readonly except?: readonly string[];

  /**
   * Commands between backticks, in this order, in place of blocks.
   *
   * @default - the blocks are typed
   */
  readonly spans?: readonly string[];

  /**
   * Where they are typed.
   *
   * @default - the root of the repository
   */
  readonly folder?: string;

  /**
   * What the sentences around the commands tell to do before, or what happened.
   *
   * @default - nothing
   */
  readonly before?: string;

  /**
   * What a command must print, where the page says so in words.
   *
   * @default - that it ends well is all that is asked
   */
  readonly prints?: Readonly<Record<string, RegExp>>;
}

/** Passages that are typed into one shell. */
export interface Chapter {
  readonly name: string;
  readonly needs: readonly ToolName[];

  /** Where the shell's variables lead: nowhere, to a system of containers, or to an emulated AWS. */
  readonly place: 'laptop' | 'containers' | 'account';

  readonly passages: readonly Passage[];
}

const built = (service: string, folder = `services/${service}`): Passage => ({
  page: `services/${service}/README.md`,
  heading: 'Run',
  folder,
});

const digest = '<host>/slipway/goapp@sha256:<digest>';
const login = 'docker compose exec reverse-proxy cat /var/lib/reverse-proxy/logins/admin-login.txt';

/** What `npm run test:readme` types, two chapters at a time: the longest first. */
export const chapters: readonly Chapter[] = [
  {
    name: 'in an emulated account of AWS',
    needs: ['terraform', 'python'],
    place: 'account',
    passages: [
      { page: 'docs/deploy.md', heading: '2.' },
      { page: 'docs/deploy.md', heading: '3.' },
      {
        page: 'docs/deploy.md',
        heading: '4.',
        before: `printf 'admin:not-a-real-one\\n' > login.txt`,
      },
      { page: 'docs/deploy.md', heading: '5.' },
      {
        page: 'docs/operations.md',
        spans: [
          'aws secretsmanager put-secret-value --secret-id prod/admin-login --secret-string file://login.txt',
        ],
      },
      { page: 'docs/deploy.md', spans: ['aws ec2 describe-availability-zones'] },
      {
        page: 'docs/deploy.md',
        heading: '6.',
        except: [
          'aws ecr get-login-password --region ${SLIPWAY_AWS_REGION:-us-east-1} | docker login --username AWS --password-stdin $registry',
          'npm run build:images -- --push',
          'npx cdktf deploy ecs-prod',
          'curl https://app.example.org/uptime',
        ],
      },
      { page: 'docs/deploy.md', heading: 'When a deployment is interrupted' },
      {
        page: 'docs/deploy.md',
        heading: 'When the state of aws-state is lost',
        before: 'rm terraform.aws-state.tfstate',
        prints: { 'terraform plan': /No changes\.|Plan: 0 to add, \d+ to change, 0 to destroy\./ },
      },
      {
        page: 'docs/deploy.md',
        heading: '8.',
        // the imported bucket becomes disposable by its deployment; the repositories have been so from the start
        except: [
          'npx cdktf deploy aws-foundation',
          'npx cdktf deploy ecs-prod',
          'npx cdktf destroy ecs-prod',
        ],
      },
    ],
  },
  {
    name: 'on a laptop with Node alone',
    needs: [],
    place: 'laptop',
    passages: [
      { page: 'docs/review.md' },
      { page: 'docs/review-rules.md' },
      { page: 'services/prometheus/README.md', spans: ['npm run prometheus:local'] },
      {
        page: 'docs/contracts.md',
        spans: ['npm run contract -- --list', 'npm run contract -- --help'],
      },
      { page: 'README.md', spans: ['npm run test:parity'] },
      { page: 'docs/deploy.md', spans: ['npm run cost'] },
      { page: 'docs/seeds.md', spans: ['npm run test:mutants', 'npx slipway review'] },
      { page: 'docs/architecture.md', spans: ['npx slipway review --mermaid'] },
      { page: 'docs/getting-started.md', heading: '5.' },
      {
        page: 'docs/pipeline.md',
        before: 'rm -rf before && cp -r cdktf.out before',
        spans: [
          'npm run review:changes -- --base before --output comment/ways.md',
          'npm run review:comment -- comment',
        ],
      },
      {
        page: 'docs/release.md',
        heading: 'Signatures',
        except: [
          'npm run images:attest -- --key key.pem',
          'npm run images:verify -- --key public.pem',
          `cosign verify --key public.pem --insecure-ignore-tlog=true ${digest}`,
          `cosign verify-attestation --type cyclonedx --key public.pem --insecure-ignore-tlog=true ${digest}`,
          'cosign verify --certificate-identity <identity> --certificate-oidc-issuer https://token.actions.githubusercontent.com <image>',
        ],
      },
      { page: 'CONTRIBUTING.md', spans: ['git diff stacks/__snapshots__'] },
    ],
  },
  {
    name: 'from a change to a patch',
    needs: [],
    place: 'laptop',
    passages: [
      {
        before: `sed -i 's/Cadastro de usuário/Cadastro de clientes/' services/users-form/src/users_form/translations/pt.json`,
        page: 'docs/guia-rapido.pt-BR.md',
        spans: [
          'git --version',
          'node --version',
          'git switch -c minha-mudanca',
          'git diff',
          'git config user.name "Ana"',
          'git config user.email ana@example.org',
        ],
      },
      { page: 'docs/guia-rapido.pt-BR.md', heading: '10.' },
      {
        page: 'docs/guia-rapido.pt-BR.md',
        spans: ['git apply --stat seu_nome.patch', 'git restore services'],
      },
      {
        page: 'docs/seeds.md',
        spans: [
          'git ls-files',
          'git log --oneline',
          'git format-patch --root --stdout',
          'git status --short',
        ],
      },
    ],
  },
  {
    name: 'with Docker',
    needs: ['docker'],
    place: 'containers',
    passages: [
      { page: 'README.md', spans: ['npm run build:images', 'npm run sizes'] },
      { page: 'docs/guia-rapido.pt-BR.md', spans: ['docker version', 'docker compose version'] },
      { page: 'docs/guia-rapido.pt-BR.md', heading: '2.' },
      {
        page: 'docs/guia-rapido.pt-BR.md',
        heading: '3.',
        prints: { [login]: /^user: .+\npassword: .+$/m },
      },
      {
        page: 'docs/guia-rapido.pt-BR.md',
        heading: '5.',
        except: ["sqlite3 users.db 'SELECT * FROM users'"],
      },
      { page: 'docs/guia-rapido.pt-BR.md', heading: '6.' },
      {
        page: 'docs/guia-rapido.pt-BR.md',
        spans: ['rm users.db', 'docker compose logs users-form', 'docker compose logs users-api'],
      },
      { page: 'docs/getting-started.md', heading: '3.' },
      { page: 'services/prometheus/README.md', heading: 'Run' },
      { page: 'README.md', spans: ['docker compose up --build --wait'] },
      { page: 'docs/guia-rapido.pt-BR.md', heading: '7.' },
      { page: 'docs/getting-started.md', heading: '6.' },
      { page: 'docs/getting-started.md', spans: ['docker compose down --volumes'] },
    ],
  },
  {
    name: 'one service at a time',
    needs: ['docker'],
    place: 'containers',
    passages: [
      built('adminapp'),
      { ...built('cache', '.'), except: ['valkey-cli ping'] },
      built('goapp'),
      {
        ...built('litestream'),
        except: ['npx jest -c jest.container.config.js ci/copies', 'go test -race ./...'],
      },
      built('pythonapp'),
      {
        page: 'services/reverse-proxy/README.md',
        folder: 'services/reverse-proxy',
        heading: 'Run',
        except: [
          'docker run --read-only -p 8443:8443 -p 8080:8080 -e NGINX_CONF -e GENERATE_LOGINS=1 --name proxy reverse-proxy',
          'docker exec proxy cat /var/lib/reverse-proxy/logins/admin-login.txt',
        ],
      },
      built('uptime'),
      { ...built('users-api'), except: ['go test -race ./... && golangci-lint run'] },
      built('users-form'),
      built('webapp'),
    ],
  },
];

/** The label of a chapter's containers and the start of its names: others are typed beside it. */
export function idOf(chapter: Chapter): string {
  return `slipway-docs-${process.pid}-${chapters.indexOf(chapter)}`;
}

/** The lines of a chapter, in the order in which they are typed. */
export function linesOf({ passages }: Chapter, typed: readonly Typed[]): Typed[] {
  return passages.flatMap((passage) => {
    const own = typed.filter(({ page }) => page === passage.page);
    if (passage.spans) {
      return passage.spans.map((span) =>
        found(
          own.find(({ command }) => command === span),
          span,
          passage,
        ),
      );
    }
    const { heading = '', except = [] } = passage;
    const lines = own.filter((one) => one.block !== undefined && one.heading.startsWith(heading));
    found(lines[0], heading, passage);
    for (const line of except)
      found(
        lines.find(({ command }) => command === line),
        line,
        passage,
      );
    return lines.filter(({ command }) => !except.includes(command));
  });
}

/** The passage of a chapter's line. */
export function passageOf(
  { passages }: Chapter,
  { page, heading, command }: Typed,
): Passage | undefined {
  const own = passages.filter((one) => one.page === page);
  return own.find(({ spans, heading: wanted = '' }) =>
    spans ? spans.includes(command) : heading.startsWith(wanted),
  );
}

function found(typed: Typed | undefined, what: string, { page }: Passage): Typed {
  if (!typed) throw new Error(`${page} has no '${what}' any more; mend ci/readme/chapters.ts`);
  return typed;
}
